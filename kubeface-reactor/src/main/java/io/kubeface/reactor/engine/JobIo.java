package io.kubeface.reactor.engine;

import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.envelope.CorruptObjectException;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StorageException;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.core.task.TaskResult;
import io.kubeface.reactor.TaskLog;
import io.kubeface.reactor.backend.LogContext;
import io.kubeface.reactor.backend.LogTail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A job's objects, without blocking: each call is made on the scheduler for it, and again after a transient failure. */
final class JobIo {
    private static final int PAGE = 1_000;

    /** Larger values are read in their turn only: reading one takes longer than the request that is saved. */
    private static final long SMALL_BYTES = 1 << 20;

    /**
     * What is in the store of a task.
     *
     * @param result its content, if it was wanted
     */
    record Found(ObjectName name, Optional<TaskResult> result) {}

    private final ObjectStore store;
    private final TaskObjects objects;
    private final ObjectName.Job job;
    private final JobKey key;
    private final JobKey objectsKey;
    private final DecodeScope results;
    private final StoreCalls calls;

    /**
     * Makes the access to one job's objects.
     *
     * @param objectsKey what its remote objects are filed under
     * @param results what results may be made of
     */
    JobIo(
            ObjectStore store,
            TaskObjects objects,
            ObjectName.Job job,
            JobKey objectsKey,
            DecodeScope results,
            StoreCalls calls) {
        this.store = store;
        this.objects = objects;
        this.job = job;
        this.key = job.key();
        this.objectsKey = objectsKey;
        this.results = results;
        this.calls = calls;
    }

    /** The job's own object. */
    ObjectName.Job job() {
        return job;
    }

    JobKey key() {
        return key;
    }

    String address(ObjectName name) {
        return store.address(name.path());
    }

    /** The digest of the object that these inputs would be. */
    Mono<byte[]> digestInputs(List<?> inputs) {
        return calls.call(() -> objects.digestInputs(inputs));
    }

    /**
     * Writes the inputs of a task; gives the object's length.
     *
     * @param digest of the object, if the task's name was made of it
     */
    Mono<Long> writeInputs(TaskName task, List<?> inputs, Optional<byte[]> digest) {
        ObjectName.Input name = new ObjectName.Input(key, task);
        return call(
                task,
                () -> digest.isPresent()
                        ? objects.writeInputs(name, inputs, digest.get())
                        : objects.writeInputs(name, inputs));
    }

    /**
     * What the store holds of a task: its value, else the first of these failures, else empty.
     *
     * @param wanted whether the value is to be read at once, if it is small: a request less, and to a worker's result
     *     that is waited for the shortest way
     */
    Mono<Optional<Found>> find(TaskName task, List<ObjectName.Failure> failures, boolean wanted) {
        return call(task, () -> {
            ObjectName.Value value = new ObjectName.Value(key, task);
            Optional<Found> found = wanted ? read(value) : look(value);
            for (int i = 0; found.isEmpty() && i < failures.size(); i++) {
                found = look(failures.get(i));
            }
            if (found.isPresent() && found.get().name() instanceof ObjectName.Failure) {
                // Since the first look a value may have been written, and then the failure.
                Optional<Found> since = look(value);
                return since.isPresent() ? since : found;
            }
            return found;
        });
    }

    private <V> Mono<V> call(TaskName task, Callable<V> work) {
        return calls.call(() -> LogContext.call(LogContext.TASK, task.value(), work));
    }

    private Optional<Found> look(ObjectName name) throws IOException {
        return store.stat(name.path()).isPresent() ? Optional.of(new Found(name, Optional.empty())) : Optional.empty();
    }

    private Optional<Found> read(ObjectName.Value value) throws IOException {
        try {
            return Optional.of(new Found(value, objects.readResult(value, results, SMALL_BYTES)));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (StorageException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            // It is there. What is wrong with it is told when it is read in its turn.
            return Optional.of(new Found(value, Optional.empty()));
        }
    }

    Mono<TaskResult> read(ObjectName name) {
        return calls.call(() -> objects.readResult(name, results));
    }

    /** The end of a log; empty when it is not there. */
    Mono<Optional<String>> log(ObjectName.Log name) {
        return calls.call(() -> {
            try (StoredObject log = store.get(name.path())) {
                return Optional.of(
                        LogTail.of(log.body(), (int) Math.min(log.info().sizeBytes(), TaskLog.MAX_BYTES)));
            } catch (ObjectNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Makes room for a value where one lies that cannot be read; one that can after all stays. */
    Mono<Void> removeDamaged(ObjectName.Value name) {
        return calls.<Boolean>call(() -> {
                    try {
                        objects.readResult(name, results);
                        return false;
                    } catch (CorruptObjectException e) {
                        store.delete(List.of(name.path()));
                        return true;
                    } catch (ObjectNotFoundException e) {
                        return true;
                    }
                })
                .then();
    }

    /** The names of all results that are there. */
    Mono<List<String>> listResults() {
        return calls.call(() -> {
            List<String> names = new ArrayList<>();
            @Nullable String after = null;
            ObjectPage page;
            do {
                page = store.list(ObjectName.resultPrefix(key), after, PAGE);
                page.objects().stream().map(ObjectInfo::name).forEach(names::add);
                after = names.isEmpty() ? null : names.get(names.size() - 1);
            } while (!page.last());
            return names;
        });
    }

    /** Says that the driver of a job lives. */
    Mono<Boolean> renewLease(ObjectName.Lease lease, Duration grace) {
        return calls.call(() -> {
            Leases.write(store, lease, grace, objectsKey);
            return true;
        });
    }

    /** Marks the job as one that has ended and keeps something. */
    Mono<Boolean> markEnded() {
        return calls.call(() -> store.put(job.ended().path(), PutMode.REPLACE, "text/plain", out -> {}));
    }

    /** Removes objects; gives how many were asked for. */
    Mono<Integer> delete(List<String> names) {
        return calls.call(() -> {
            store.delete(names);
            return names.size();
        });
    }
}
