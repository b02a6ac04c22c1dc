package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt could not be started. */
public final class LaunchException extends RuntimeException {
    private final FailureKind kind;
    private final boolean retryable;
    private final Duration retryAfter;

    /**
     * Tells why.
     *
     * @param kind what became of the task if it is not tried again
     * @param retryable whether trying again may help
     */
    public LaunchException(FailureKind kind, boolean retryable, String message, @Nullable Throwable cause) {
        this(kind, retryable, Duration.ZERO, message, cause);
    }

    /**
     * Tells why, and when trying again may help.
     *
     * @param kind what became of the task if it is not tried again
     * @param retryable whether trying again may help
     * @param retryAfter no further try is made sooner; zero when that is not known
     */
    public LaunchException(
            FailureKind kind, boolean retryable, Duration retryAfter, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    /** What became of the task if it is not tried again. */
    public FailureKind kind() {
        return kind;
    }

    /** Whether trying again may help. */
    public boolean retryable() {
        return retryable;
    }

    /** For how long the platform asks to be left alone; zero when it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
