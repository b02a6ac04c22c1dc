package io.kubeface.testkit.sim;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What may be left of a driver's job, and what may not. */
final class Remains {
    /** So often is a removal tried. */
    static final int DELETE_TRIES = 6;

    private static final int PENDING = 12;

    private final World world;
    private final Driver driver;

    Remains(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
    }

    /** When its job has ended, and all that was on its way has come to an end. */
    void check() {
        List<Worker> running = driver.workers().stream()
                .filter(worker -> !worker.disownedBy(driver))
                .toList();
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
        checkKept();
    }

    /** What a cache key keeps, unless somebody has been told to remove it. */
    private void checkKept() {
        if (!world.scenario.policies().keyed() || world.scenario.cleanup().isPresent()) {
            return;
        }
        driver.judge().computed().forEach(value -> {
            if (world.written(value).isPresent()
                    && world.store.stat(value.path()).isEmpty()) {
                world.violated("I6", value.path() + " was written, and does not lie under the cache key any more");
            }
        });
    }

    /** When its client says that it is closed. */
    void checkClosed() {
        if (!driver.workers().isEmpty()) {
            world.violated("I5", "after the client's close these workers run: " + driver.workers());
        }
        checkObjects("client's close");
    }

    /** When its client says that it has cleaned up, long after all jobs have ended. */
    void checkCleanedUp() {
        if (driver.cleanedUp()) {
            checkObjects("cleanup", name -> !staysAfterCleanup(name));
        }
    }

    private void checkObjects(String when) {
        checkObjects(when, this::owed);
    }

    private void checkObjects(String when, Predicate<ObjectName> wrong) {
        List<String> objects = world.store.list("", null, 10_000).objects().stream()
                .map(ObjectInfo::name)
                .filter(name -> ObjectName.parse(name).filter(wrong).isPresent())
                .toList();
        if (!objects.isEmpty()) {
            world.violated("I5", "after the " + when + " these objects are left: " + objects);
        }
    }

    /** Whether this driver should have removed it, and neither the storage nor a worker that nobody believed in is to blame. */
    private boolean owed(ObjectName name) {
        return driver.jobs().stream().anyMatch(job -> isOf(job, name))
                && world.written(name).filter(World.Written::disowned).isEmpty()
                && driver.store().failedDeletes(name.path()) < DELETE_TRIES;
    }

    private boolean isOf(ObjectName.Job job, ObjectName name) {
        if (name.equals(job) || name.equals(job.ended())) {
            return true;
        }
        if (name.equals(job.lease())) {
            return !world.isKeptByAnother(job.lease(), driver);
        }
        boolean shared = job.key().isOfCacheKey();
        if (name instanceof ObjectName.Input input) {
            return input.key().equals(job.key())
                    && (!shared || (world.owesRemoval(input, driver) && isComputed(input)));
        }
        if (name instanceof ObjectName.Value value) {
            return value.key().equals(job.key()) && !shared;
        }
        if (name instanceof ObjectName.Failure failure) {
            return failure.key().equals(job.key())
                    && (!shared
                            || failure.job().equals(Optional.of(job.id()))
                            || driver.attempts().tookOver(failure));
        }
        return false;
    }

    /** While a task has no value, other drivers of the key may need its input. */
    private boolean isComputed(ObjectName.Input input) {
        ObjectName.Value value = new ObjectName.Value(input.key(), input.task());
        return driver.judge().computed().contains(value)
                && world.store.stat(value.path()).isPresent();
    }

    /**
     * Of a key that no ended job of this client has used: what a later run may want, and what a worker that nobody believed in
     * wrote for a job that has been removed.
     */
    private boolean staysAfterCleanup(ObjectName name) {
        if (driver.subscriber().received() > 0) {
            return false;
        }
        if (name instanceof ObjectName.Failure failure) {
            return failure.key().isOfCacheKey()
                    && world.written(failure).filter(World.Written::jobGone).isPresent();
        }
        return (name instanceof ObjectName.Value value && value.key().isOfCacheKey())
                || (name instanceof ObjectName.Input input && input.key().isOfCacheKey());
    }
}
