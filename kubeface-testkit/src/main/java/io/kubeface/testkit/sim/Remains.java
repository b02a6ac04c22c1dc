package io.kubeface.testkit.sim;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import java.util.List;
import java.util.Optional;

/** What may be left of a driver's job, and what may not. */
final class Remains {
    private static final int DELETE_TRIES = 6;
    private static final int PENDING = 12;

    private final World world;
    private final Driver driver;

    Remains(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
    }

    /** When its job has ended, and all that was on its way has come to an end. */
    void check() {
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
        checkObjects("end");
    }

    /** When its client says that it is closed. */
    void checkClosed() {
        if (!driver.workers().isEmpty()) {
            world.violated("I5", "after the client's close these workers run: " + driver.workers());
        }
        checkObjects("client's close");
    }

    private void checkObjects(String when) {
        List<String> objects = world.store.list("", null, 10_000).objects().stream()
                .map(ObjectInfo::name)
                .filter(name -> !excused(name))
                .toList();
        if (!objects.isEmpty()) {
            world.violated("I5", "after the " + when + " these objects are left: " + objects);
        }
    }

    /** What only a dead driver, a worker that nobody believed to run, or a storage that did not delete has left. */
    private boolean excused(String name) {
        Optional<ObjectName> parsed = ObjectName.parse(name);
        boolean ours = parsed.flatMap(Remains::key).filter(driver::owns).isPresent();
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
}
