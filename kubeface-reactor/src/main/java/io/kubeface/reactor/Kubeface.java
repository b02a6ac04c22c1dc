package io.kubeface.reactor;

import io.kubeface.core.TaskFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A client: maps functions over inputs, each task in a worker of its own. Safe for use by several threads. */
public interface Kubeface extends AutoCloseable {

    /** Options for a client. */
    static KubefaceBuilder builder() {
        return new KubefaceBuilder();
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
     * A job with options of its own.
     *
     * @param name for people; any characters
     */
    JobSpec job(String name);

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
     * Ends all jobs, whose subscribers get an error, and gives back everything this client has opened. Idempotent;
     * completes when nothing is left.
     */
    Mono<Void> closeAsync();

    /** As {@link #closeAsync}, and waits for it. Not for use on a thread that must not block. */
    @Override
    void close();
}
