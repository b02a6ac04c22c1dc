package io.kubeface.core;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A task that has all it needs: a function of nothing, {@link Serializable} as {@link TaskFunction} is, and called as that is.
 *
 * @param <R> type of its result
 */
@FunctionalInterface
public interface TaskCallable<R extends @Nullable Object> extends Serializable {

    /**
     * Computes the result, once in each attempt.
     *
     * @return the result; null is allowed and arrives as a success without a value
     * @throws Exception whatever it likes; it becomes a described failure
     */
    R call() throws Exception;
}
