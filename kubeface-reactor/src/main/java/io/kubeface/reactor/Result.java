package io.kubeface.reactor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
}
