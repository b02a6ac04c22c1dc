package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program that runs the scenario's job: on one driver after the other, as their machines die, or as it is run again. */
final class Lane {
    private static final Duration RESTART = Duration.ofMinutes(10);
    /** Where runs are long a driver is started again within a part of one, so that some of what it had launched still runs. */
    private static final int RESTARTS_PER_RUN = 2;

    private final World world;
    private final String name;
    private final List<Driver> drivers = new ArrayList<>();
    private int runsLeft;
    private int deaths;
    private boolean starting;

    Lane(World world, String name) {
        this.world = world;
        this.name = name;
        this.runsLeft = world.scenario.policies().keying() == Scenario.Policies.Keying.AGAIN ? 2 : 1;
    }

    /** Starts it, a while after this moment at the longest. */
    void startWithin(Duration longest) {
        starting = true;
        world.time.after(world.nature, world.chance.upTo(longest), "start of " + name, this::start);
    }

    private void start() {
        starting = false;
        List<Long> steps = world.scenario.deaths();
        Driver driver = new Driver(
                world,
                name + drivers.size(),
                deaths < steps.size() ? steps.get(deaths) : Long.MAX_VALUE,
                this::died,
                this::finished);
        drivers.add(driver);
        driver.start();
    }

    private void died(Driver driver) {
        deaths++;
        if (driver == last() && driver.overSince() < 0) {
            Duration part = world.scenario.longestRun().dividedBy(RESTARTS_PER_RUN);
            startWithin(part.compareTo(RESTART) > 0 ? part : RESTART);
        }
    }

    private void finished(Driver driver) {
        runsLeft--;
        if (runsLeft > 0) {
            world.chance.happened(Fault.RUN_AGAIN);
            startWithin(RESTART);
        }
    }

    /** Whether no driver of it has still to end its job. */
    boolean over() {
        return !starting && runsLeft == 0;
    }

    /** The driver of the present. */
    Driver last() {
        return drivers.get(drivers.size() - 1);
    }

    /** Those that have not died. */
    List<Driver> alive() {
        return drivers.stream().filter(driver -> driver.machine().lives()).toList();
    }

    /** For a person who wonders why the lane does not come to its end. */
    String state() {
        if (drivers.isEmpty()) {
            return name + " has not started";
        }
        SimulatedSubscriber subscriber = last().subscriber();
        return last() + ": " + last().judge().pulled() + " inputs taken, " + subscriber.requested()
                + " results asked for, " + subscriber.received() + " given, and these workers run: "
                + last().workers();
    }
}
