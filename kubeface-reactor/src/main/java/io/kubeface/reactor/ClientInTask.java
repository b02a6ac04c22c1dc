package io.kubeface.reactor;

import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.lifecycle.CleanupReport;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client that was sent with a function. It is opened when it is first used, so that a function that only passes it on
 * costs nothing.
 */
final class ClientInTask implements Kubeface, Serializable {
    private final transient ShippedClient shipped;
    private final transient Optional<TaskContext> task;
    private transient @Nullable Kubeface opened;
    private transient boolean closed;

    /**
     * A client that is closed when its task ends.
     *
     * @param task which this is; empty where it is read outside of one
     */
    ClientInTask(ShippedClient shipped, Optional<TaskContext> task) {
        this.shipped = shipped;
        this.task = task;
        if (task.isPresent()) {
            TaskContext.atEnd(this);
        }
    }

    private synchronized Kubeface client() {
        Kubeface client = opened;
        if (client == null) {
            if (closed) {
                throw new IllegalStateException(
                        "The Kubeface client of a task was closed, as its task has ended; wait in the function for its"
                                + " jobs.");
            }
            client = KubefaceBuilder.of(shipped, task).build();
            opened = client;
        }
        return client;
    }

    private synchronized Optional<Kubeface> end() {
        closed = true;
        return Optional.ofNullable(opened);
    }

    @Override
    public <T, R extends @Nullable Object> Flux<Result<R>> map(TaskFunction<T, R> function, Publisher<T> inputs) {
        return client().map(function, inputs);
    }

    @Override
    public <T, R extends @Nullable Object> Flux<Result<R>> mapUnordered(
            TaskFunction<T, R> function, Publisher<T> inputs) {
        return client().mapUnordered(function, inputs);
    }

    @Override
    public JobSpec job(String name) {
        return client().job(name);
    }

    @Override
    public Flux<JobEvent> events() {
        return client().events();
    }

    @Override
    public List<JobSnapshot> jobs() {
        return client().jobs();
    }

    @Override
    public Optional<JobPages.Addresses> statusPage(String job) {
        return client().statusPage(job);
    }

    @Override
    public Optional<String> trouble() {
        return client().trouble();
    }

    @Override
    public Mono<CleanupReport> cleanup() {
        return client().cleanup();
    }

    @Override
    public Mono<CleanupReport> cleanup(String jobOrCacheKey) {
        return client().cleanup(jobOrCacheKey);
    }

    @Override
    public Mono<Void> closeAsync() {
        return Mono.defer(() -> end().map(Kubeface::closeAsync).orElse(Mono.empty()));
    }

    @Override
    public void close() {
        end().ifPresent(Kubeface::close);
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return shipped.checked();
    }
}
