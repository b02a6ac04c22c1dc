package io.kubeface.reactor;

import io.kubeface.core.Remote;
import io.kubeface.core.TaskCallable;
import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.lifecycle.CleanupReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client: maps functions over inputs, each task in a worker of its own. Safe for use by several threads.
 *
 * <p>A function may capture one. What is sent is its configuration, without observers and event source; in the task it is a
 * client of its own, opened when it is first used, whose limit of simultaneous tasks is its own too.
 */
public interface Kubeface extends AutoCloseable {

    /** Options for a client. */
    static KubefaceBuilder builder() {
        return new KubefaceBuilder();
    }

    /**
     * Options for a client in a task, with the task's storage: its jobs have the name of the task before their own, and it is
     * closed when the task ends. A client that a function captures is one already, with the options that it was built with.
     *
     * @param task which the calling thread works for: {@link TaskContext#current()}
     */
    static KubefaceBuilder builder(TaskContext task) {
        return new KubefaceBuilder().task(task);
    }

    /** A client with the defaults: local worker processes, storage in a directory of the user's. */
    static Kubeface create() {
        return builder().build();
    }

    /**
     * Applies a function to each input, in a worker; results come in the inputs' order.
     *
     * @return cold: nothing is created before it is subscribed to, each subscription is a job of its own, at most
     *     {@code window} tasks are open, cancelling kills what runs and removes what was written
     */
    <T, R extends @Nullable Object> Flux<Result<R>> map(TaskFunction<T, R> function, Publisher<T> inputs);

    /** As {@link #map}, but results come as they are finished. */
    <T, R extends @Nullable Object> Flux<Result<R>> mapUnordered(TaskFunction<T, R> function, Publisher<T> inputs);

    /**
     * Runs tasks that are different functions, each in a worker, as one job; results come in the order of the list.
     *
     * @param tasks read now; lambdas will do
     * @return as {@link #map}
     */
    default <R extends @Nullable Object> Flux<Result<R>> submit(List<? extends TaskCallable<? extends R>> tasks) {
        return job("submit").submit(tasks);
    }

    /**
     * A job with options of its own.
     *
     * @param name for people; any characters
     */
    JobSpec job(String name);

    /**
     * A value that ships as its address, for one that is large and that several functions, inputs or results hold:
     * {@link Remote#of}. What is written of it in this client's jobs goes when the client is closed, and what jobs with a
     * cache key write, with what else lies under that key.
     */
    default <T> Remote<T> remote(T value) {
        return Remote.of(value);
    }

    /**
     * What happens in this client's jobs, from the subscription on.
     *
     * @return cold: each subscriber has its own buffer, of 4,096 events, and is given them on a thread of its own as it
     *     asks for them, so one that is slow holds up neither jobs nor others; what it is too slow for is dropped, and
     *     told as {@link JobEvent.Missed} in its place. Completes when the client is closed. Cancelling frees the buffer
     */
    Flux<JobEvent> events();

    /**
     * How the jobs stand: the last 20 that ended, then those that go on, from their first request for a result, each
     * oldest first. May be called as often as one likes, on any thread; no job is held up by it.
     */
    List<JobSnapshot> jobs();

    /**
     * Where the status page of a job is, if this client writes any.
     *
     * @param job a job's id, as {@link JobEvent.JobBegan} tells it
     * @return empty without the module {@code kubeface-status} and with {@code statusPages(false)}
     */
    Optional<JobPages.Addresses> statusPage(String job);

    /**
     * What keeps this client at the moment from hearing of its workers, or from launching any, such as a lost watch of pods;
     * for health checks. May be called as often as one likes, on any thread.
     *
     * @return one or a few sentences for people; empty while all is well
     */
    Optional<String> trouble();

    /**
     * Removes what is left of this client's jobs that have ended: what {@link KeepPolicy} kept, and the values under their
     * cache keys; and what jobs left whose drivers died, but the values under a cache key, which a later run wants. A job
     * whose driver lives, here or elsewhere, is left alone, and so is what lies under its cache key.
     *
     * @return what was done, when it is done; nothing is done before it is subscribed to. Fails as the storage does, and
     *     goes on where it was when it is subscribed to again. With {@link KubefaceBuilder#neverCleanup} it does nothing
     */
    Mono<CleanupReport> cleanup();

    /**
     * Removes all that lies under a name, values too, whoever wrote it, unless a job of it lives.
     *
     * @param jobOrCacheKey a job's id, or a cache key as {@link JobSpec#cacheKey} takes it
     * @return as {@link #cleanup()}
     */
    Mono<CleanupReport> cleanup(String jobOrCacheKey);

    /**
     * Ends all jobs, whose subscribers get an error, and gives back everything this client has opened. Idempotent;
     * completes when nothing is left.
     */
    Mono<Void> closeAsync();

    /** As {@link #closeAsync}, and waits for it. Not for use on a thread that must not block. */
    @Override
    void close();
}
