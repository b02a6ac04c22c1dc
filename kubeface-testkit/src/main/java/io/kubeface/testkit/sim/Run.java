package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One seed from its beginning to its end. */
final class Run {
    /** No job of so few tasks takes longer, whatever happens. */
    private static final Duration LONGEST = Duration.ofDays(10);
    /** When the job has ended for its subscriber: what was on its way, and slow kills, have come to an end by then. */
    private static final Duration SETTLING = Duration.ofHours(2);

    private static final Duration RESTART = Duration.ofMinutes(10);
    private static final int PENDING = 12;

    private final World world;
    private final Scenario scenario;
    private final List<Driver> drivers = new ArrayList<>();

    Run(Simulation setup, Scenario scenario) {
        this.scenario = scenario;
        this.world = new World(setup, scenario);
    }

    SimulationReport toTheEnd() {
        try {
            Driver last = runDrivers();
            world.time.pass(SETTLING);
            if (last.machine().lives()) {
                new Remains(world, last).check();
            }
            close(last);
        } catch (RuntimeException | Error e) {
            world.violated("progress", "the simulation itself failed: " + e);
        }
        return new SimulationReport(
                scenario,
                world.violation(),
                world.chance.counts(),
                world.history.last(),
                world.time.sinceBegin(),
                world.time.actionsRun());
    }

    private Driver runDrivers() {
        while (true) {
            int number = drivers.size();
            Driver driver = new Driver(
                    world,
                    number,
                    number < scenario.deaths().size() ? scenario.deaths().get(number) : Long.MAX_VALUE);
            drivers.add(driver);
            driver.start();
            runToEnd(driver);
            if (driver.machine().lives() || world.violation().isPresent()) {
                return driver;
            }
            world.time.pass(world.chance.upTo(RESTART));
        }
    }

    private void runToEnd(Driver driver) {
        long limit = world.time.nanos() + LONGEST.toNanos();
        while (driver.overSince() < 0 && driver.machine().lives()) {
            if (!world.time.runNext(limit)) {
                stalled(driver);
                return;
            }
        }
    }

    private void stalled(Driver driver) {
        SimulatedSubscriber subscriber = driver.subscriber();
        world.violated(
                "progress",
                "the job does not end: " + driver.judge().pulled() + " inputs taken, " + subscriber.requested()
                        + " results asked for, " + subscriber.received() + " given; these workers run: "
                        + driver.workers() + "; this is still to come: " + world.time.pending(PENDING));
    }

    private void close(Driver driver) {
        if (world.violation().isPresent() || !driver.machine().lives()) {
            return;
        }
        AtomicBoolean done = new AtomicBoolean();
        driver.close(() -> done.set(true));
        world.time.pass(SETTLING);
        if (!done.get() && driver.machine().lives()) {
            world.violated("I5", "the client does not close; this is still to come: " + world.time.pending(PENDING));
        }
    }
}
