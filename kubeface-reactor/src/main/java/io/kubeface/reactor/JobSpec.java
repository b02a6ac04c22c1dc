package io.kubeface.reactor;

import io.kubeface.core.TaskCallable;
import io.kubeface.core.TaskFunction;
import java.time.Duration;
import java.util.List;
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

    /**
     * Keeps the results under a name, and takes those that are there: a task is not run when a value of equal code,
     * function and input is stored under this key, whoever computed it, in whatever order. A driver that died and is run
     * again so computes only what was unfinished. Failures are not reused. The values stay until {@link Kubeface#cleanup}.
     *
     * <p>The function must depend on its input and what it captures, and on nothing else that changes between runs: not
     * on files, the time or the environment. To start anew choose another key.
     *
     * @param key any characters; the client's {@link KubefaceBuilder#cacheKeyPrefix} is put before it
     * @throws IllegalArgumentException when it is empty, or the client's option {@code deleteInputs} is set: another driver
     *     with this key may still need an input
     */
    JobSpec cacheKey(String key);

    /** Which objects of the job stay when it has given their results; by default what the client's option says. */
    JobSpec keep(KeepPolicy policy);

    /**
     * How many inputs there will be: for progress, and for what a {@link #completion} policy may decide early. It is no
     * limit: if more come, the number is as if it was not known.
     */
    JobSpec numItems(long items);

    /**
     * Told how far the job is, at most ten times a second and once at the end, one call at a time. What it throws is
     * logged and has no other effect; a slow one misses steps.
     */
    JobSpec onProgress(Consumer<JobProgress> listener);

    /**
     * What is done about a function that fails; by default the client's, which is {@link RetryPolicy#none()} unless the
     * client was given another.
     *
     * @throws IllegalArgumentException when it retries and workers remove their inputs
     *     ({@link KubefaceBuilder#deleteInputs})
     */
    JobSpec retry(RetryPolicy policy);

    /**
     * How long an attempt may run, from when it was seen to start; by default the client's, which is without end. One
     * that takes longer is killed and fails with the kind {@link io.kubeface.core.task.FailureKind#TIMEOUT}, unless its
     * value is there by then; {@link #retry} may have it tried again. With several items per task it is the time of the
     * whole group.
     *
     * @throws IllegalArgumentException when it is not longer than zero
     */
    JobSpec timeout(Duration longest);

    /**
     * How long an attempt may take from its launch until it is seen to start; by default the client's, which is a day:
     * waiting for room in a cluster is nothing wrong. One that takes longer is killed and its task fails with the kind
     * {@link io.kubeface.core.task.FailureKind#UNSCHEDULABLE}, unless its value is there by then.
     *
     * @throws IllegalArgumentException when it is not longer than zero
     */
    JobSpec schedulingTimeout(Duration longest);

    /**
     * When the job ends by itself; by default the client's, which is {@link CompletionPolicy#allSettle()} unless the
     * client was given another.
     */
    JobSpec completion(CompletionPolicy policy);

    /**
     * Has stragglers run once more near the end of the job; by default the client's, which has none unless it was given
     * one.
     */
    JobSpec speculation(Speculation rule);

    /** As {@link Kubeface#map}, with these options. */
    <T, R extends @Nullable Object> Flux<Result<R>> map(TaskFunction<T, R> function, Publisher<T> inputs);

    /** As {@link Kubeface#submit}, with these options; {@link #numItems} is known. */
    <R extends @Nullable Object> Flux<Result<R>> submit(List<? extends TaskCallable<? extends R>> tasks);

    /** As {@link Kubeface#mapUnordered}, with these options. */
    <T, R extends @Nullable Object> Flux<Result<R>> mapUnordered(TaskFunction<T, R> function, Publisher<T> inputs);
}
