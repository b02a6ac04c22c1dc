package io.kubeface.core;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The function that a job applies to each of its inputs, in a worker.
 *
 * <p>It is {@link Serializable}, so that a plain lambda or method reference ships with no cast. What it captures ships
 * with it and must be serialisable too.
 *
 * @param <T> type of an input
 * @param <R> type of a result
 */
@FunctionalInterface
public interface TaskFunction<T, R extends @Nullable Object> extends Serializable {

    /**
     * Computes the result of one input. Called once per attempt, in a process (or, in-process, a thread) that runs
     * nothing else of the job at that time.
     *
     * @param input the input, never null
     * @return the result; null is allowed and arrives as a success without a value
     * @throws Exception whatever the function likes; it becomes a described failure of this task alone
     */
    R apply(T input) throws Exception;
}
