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
     * Computes the result of one input. Called once for each input of the task in each attempt, one after the other, in
     * a process (or, in-process, a thread) that runs nothing else of the job at that time.
     *
     * <p>The calling thread's context class loader is that of the function's classes, and threads that it starts inherit
     * it. Threads that others start do not: those of the common pool, and so of parallel streams and of
     * {@code CompletableFuture.supplyAsync}, have the system's loader, which does not know the function's classes. What
     * is looked up by name or by {@code ServiceLoader} there needs the loader to be given.
     *
     * @param input the input, never null
     * @return the result; null is allowed and arrives as a success without a value
     * @throws Exception whatever the function likes; it becomes a described failure of this input alone
     */
    R apply(T input) throws Exception;
}
