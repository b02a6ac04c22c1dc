package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One seed from its beginning to its end. */
final class Run {
    /** No job of so few tasks takes longer, whatever happens. */
    private static final Duration LONGEST = Duration.ofDays(20);
    /** When the job has ended for its subscriber: what was on its way, and slow kills, have come to an end by then. */
    private static final Duration SETTLING = Duration.ofHours(2);

    private static final Duration RIVAL_COMES = Duration.ofMinutes(20);
    private static final int PENDING = 12;

    private final World world;
    private final Scenario scenario;
    private final List<Lane> lanes = new ArrayList<>();

    Run(Simulation setup, Scenario scenario) {
        this.scenario = scenario;
        this.world = new World(setup, scenario);
    }

    SimulationReport toTheEnd() {
        try {
            runLanes();
            world.time.pass(SETTLING);
            List<Driver> alive =
                    lanes.stream().flatMap(lane -> lane.alive().stream()).toList();
            for (Driver driver : alive) {
                new Remains(world, driver).check();
            }
            cleanUp(alive);
            for (Driver driver : alive) {
                complete("close", driver, driver::close);
            }
        } catch (RuntimeException | Error e) {
            world.violated("progress", "the simulation itself failed: " + e);
        } finally {
            world.store.close();
        }
        return new SimulationReport(
                scenario,
                world.violation(),
                world.chance.counts(),
                world.history.last(),
                world.time.sinceBegin(),
                world.time.actionsRun());
    }

    private void runLanes() {
        Lane first = new Lane(world, "driver");
        lanes.add(first);
        first.startWithin(Duration.ZERO);
        if (scenario.policies().keying() == Scenario.Policies.Keying.RIVAL) {
            world.chance.happened(Fault.RIVAL);
            Lane rival = new Lane(world, "rival");
            lanes.add(rival);
            rival.startWithin(RIVAL_COMES);
        }
        scenario.cleanup().ifPresent(when -> world.time.after(world.nature, when, "cleanup", this::cleanUpMeanwhile));
        while (!lanes.stream().allMatch(Lane::over)) {
            if (!world.time.runNext(LONGEST.toNanos())) {
                stalled();
                return;
            }
        }
    }

    private void stalled() {
        List<String> states =
                lanes.stream().filter(lane -> !lane.over()).map(Lane::state).toList();
        world.violated(
                "progress",
                "the job does not end: " + states + "; this is still to come: " + world.time.pending(PENDING));
    }

    /** Another client, that has no jobs. */
    private void cleanUpMeanwhile() {
        world.chance.happened(Fault.CLEANUP_MEANWHILE);
        Driver janitor = new Driver(world, "janitor", Long.MAX_VALUE, died -> {}, finished -> {});
        janitor.open();
        if (scenario.policies().keyed() && world.chance.coin()) {
            janitor.cleanUpKey();
        } else {
            janitor.cleanUp(() -> {});
        }
    }

    /** What no living driver needs goes, and all is of those. */
    private void cleanUp(List<Driver> alive) {
        alive.stream()
                .filter(driver -> !driver.closed())
                .reduce((first, last) -> last)
                .ifPresent(driver -> {
                    complete("cleanup", driver, driver::cleanUp);
                    new Remains(world, driver).checkCleanedUp();
                });
    }

    private void complete(String what, Driver driver, Consumer<Runnable> work) {
        if (world.violation().isPresent()) {
            return;
        }
        AtomicBoolean done = new AtomicBoolean();
        work.accept(() -> done.set(true));
        world.time.pass(SETTLING);
        if (!done.get() && driver.machine().lives()) {
            world.violated(
                    "I5",
                    "the " + what + " of " + driver + " does not end; this is still to come: "
                            + world.time.pending(PENDING));
        }
    }
}
