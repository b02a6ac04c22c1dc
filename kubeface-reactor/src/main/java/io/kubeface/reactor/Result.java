package io.kubeface.reactor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What became of one input of a job: a {@link Success} or a {@link Failure}, exactly one per input. A failed task is a
 * value and does not end the job's flux by itself.
 *
 * @param <R> what the function returns
 */
public sealed interface Result<R extends @Nullable Object> permits Success, Failure {

    /** The input's position in the job, from 0. */
    long index();

    /** Where, when and how the task ran. */
    TaskReport report();

    /** Whether the function returned a value for this input. */
    boolean isSuccess();

    /**
     * The value, for pipelines that fail with the first failed task: {@code results.map(Result::get)} ends the flux with
     * a {@link TaskFailedException}, and cancels the rest of the job.
     *
     * @throws TaskFailedException when this is a failure
     */
    R get();

    /** The failure; empty when this is a success. */
    Optional<Failure<R>> failure();

    /**
     * What the task's last attempt printed, where {@link KeepPolicy#logs} keeps that: of long logs the last lines, of
     * {@link TaskLog#MAX_BYTES} at most. What is no UTF-8 is the replacement character in it, and a control character its
     * picture, so that it can be shown anywhere.
     *
     * @return cold: read from the storage, on a thread for that, for each subscriber. Fails with
     *     {@link LogNotFoundException} when it was not kept or is not there (any more), when the task printed nothing, when
     *     the task was reused from an earlier run, and when the client is closed; else as the storage does
     */
    default Mono<String> log() {
        return report().log().text();
    }
}
