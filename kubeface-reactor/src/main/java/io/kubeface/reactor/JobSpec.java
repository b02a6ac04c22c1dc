package io.kubeface.reactor;

import io.kubeface.core.TaskFunction;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Options of one job; made by {@link Kubeface#job}. Each method returns a changed copy. */
public interface JobSpec {

    /**
     * How many inputs one attempt works on, one after the other; default 1. An input that fails fails alone; a worker
     * that crashes fails its group.
     */
    JobSpec itemsPerTask(int items);

    /** How long a group that is not full waits for more inputs; by default until it is full or the inputs end. */
    JobSpec maxWait(Duration wait);

    /** How many inputs there will be, for progress; has no other effect. */
    JobSpec numItems(long items);

    /**
     * Told how far the job is, at most ten times a second and once at the end, one call at a time. What it throws is
     * logged and has no other effect; a slow one misses steps.
     */
    JobSpec onProgress(Consumer<JobProgress> listener);

    /** As {@link Kubeface#map}, with these options. */
    <T, R extends @Nullable Object> Flux<Result<R>> map(TaskFunction<T, R> function, Publisher<T> inputs);

    /** As {@link Kubeface#mapUnordered}, with these options. */
    <T, R extends @Nullable Object> Flux<Result<R>> mapUnordered(TaskFunction<T, R> function, Publisher<T> inputs);
}
