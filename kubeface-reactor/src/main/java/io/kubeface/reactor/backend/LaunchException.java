package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import org.jspecify.annotations.Nullable;

/** An attempt could not be started. */
public final class LaunchException extends RuntimeException {
    private final FailureKind kind;
    private final boolean retryable;

    /**
     * Tells why.
     *
     * @param kind what became of the task if it is not tried again
     * @param retryable whether trying again may help
     */
    public LaunchException(FailureKind kind, boolean retryable, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryable = retryable;
    }

    /** What became of the task if it is not tried again. */
    public FailureKind kind() {
        return kind;
    }

    /** Whether trying again may help. */
    public boolean retryable() {
        return retryable;
    }
}
