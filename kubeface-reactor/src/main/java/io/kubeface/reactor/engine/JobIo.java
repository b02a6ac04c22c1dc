package io.kubeface.reactor.engine;

import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.core.task.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A job's objects, without blocking: each call is made on the scheduler for it, and again after a transient failure. */
final class JobIo {
    private static final int PAGE = 1_000;

    private final ObjectStore store;
    private final TaskObjects objects;
    private final JobKey key;
    private final DecodeScope results;
    private final StoreCalls calls;

    /**
     * Makes the access to one job's objects.
     *
     * @param results what results may be made of
     */
    JobIo(ObjectStore store, TaskObjects objects, JobKey key, DecodeScope results, StoreCalls calls) {
        this.store = store;
        this.objects = objects;
        this.key = key;
        this.results = results;
        this.calls = calls;
    }

    JobKey key() {
        return key;
    }

    String address(ObjectName name) {
        return store.address(name.path());
    }

    /** Writes the inputs of a task; gives the object's length. */
    Mono<Long> writeInputs(TaskName task, List<?> inputs) {
        return calls.call(() -> objects.writeInputs(new ObjectName.Input(key, task), inputs));
    }

    /** The result of a task: its value, else the first of these attempts' failures, else empty. */
    Mono<Optional<ObjectName>> find(TaskName task, List<Integer> attempts) {
        return calls.call(() -> {
            ObjectName value = new ObjectName.Value(key, task);
            if (store.stat(value.path()).isPresent()) {
                return Optional.of(value);
            }
            for (int attempt : attempts) {
                ObjectName failure = new ObjectName.Failure(key, task, attempt);
                if (store.stat(failure.path()).isPresent()) {
                    return Optional.of(failure);
                }
            }
            return Optional.empty();
        });
    }

    Mono<TaskResult> read(ObjectName name) {
        return calls.call(() -> objects.readResult(name, results));
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

    /** Removes objects; gives how many were asked for. */
    Mono<Integer> delete(List<String> names) {
        return calls.call(() -> {
            store.delete(names);
            return names.size();
        });
    }
}
