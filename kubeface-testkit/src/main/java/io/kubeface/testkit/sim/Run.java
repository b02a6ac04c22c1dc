package io.kubeface.testkit.sim;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One seed from its beginning to its end. */
final class Run {
    /** No job of so few tasks takes longer, whatever happens. */
    private static final Duration LONGEST = Duration.ofDays(10);
    /** When the job has ended for its subscriber: what was on its way, and slow kills, have come to an end by then. */
    private static final Duration SETTLING = Duration.ofHours(2);

    private static final Duration RESTART = Duration.ofMinutes(10);
    private static final int DELETE_TRIES = 6;
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
            checkRemains(last);
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

    private void checkRemains(Driver driver) {
        if (world.violation().isPresent() || !driver.machine().lives()) {
            return;
        }
        List<Worker> running =
                driver.workers().stream().filter(worker -> !worker.disowned()).toList();
        if (!running.isEmpty()) {
            world.violated("I5", "after the end these workers run: " + running);
        }
        if (driver.subscriptions() > 0) {
            world.violated("I5", "after the end the job still listens to its events");
        }
        if (driver.machine().scheduled > 0) {
            world.violated("I5", "after the end this is still to come: " + world.time.pending(PENDING));
        }
        List<String> objects = world.store.list("", null, 10_000).objects().stream()
                .map(ObjectInfo::name)
                .filter(name -> !excused(driver, name))
                .toList();
        if (!objects.isEmpty()) {
            world.violated("I5", "after the end these objects are left: " + objects);
        }
    }

    /** What only a dead driver, a worker that nobody believed to run, or a storage that did not delete has left. */
    private boolean excused(Driver driver, String name) {
        Optional<ObjectName> parsed = ObjectName.parse(name);
        boolean ours = parsed.flatMap(Run::key).filter(driver::owns).isPresent();
        return !ours
                || parsed.flatMap(world::written)
                        .filter(World.Written::disowned)
                        .isPresent()
                || driver.store().failedDeletes(name) >= DELETE_TRIES;
    }

    private static Optional<JobKey> key(ObjectName name) {
        if (name instanceof ObjectName.Job job) {
            return Optional.of(job.key());
        } else if (name instanceof ObjectName.Input input) {
            return Optional.of(input.key());
        } else if (name instanceof ObjectName.Value value) {
            return Optional.of(value.key());
        } else if (name instanceof ObjectName.Failure failure) {
            return Optional.of(failure.key());
        }
        return Optional.empty();
    }

    private void close(Driver driver) {
        if (world.violation().isPresent() || !driver.machine().lives()) {
            return;
        }
        AtomicBoolean done = new AtomicBoolean();
        driver.close(() -> done.set(true));
        world.time.pass(SETTLING);
        if (!done.get()) {
            world.violated("I5", "the client does not close; this is still to come: " + world.time.pending(PENDING));
        } else if (!driver.workers().isEmpty()) {
            world.violated("I5", "after the client's close these workers run: " + driver.workers());
        }
    }
}
