package io.kubeface.core.task;

import java.util.List;
import java.util.Optional;

/**
 * A failure as data: what a {@link Throwable} tells, without its class, so that it can be read where the class is not
 * known.
 *
 * @param kind what became of the task; the kind of a cause or suppressed failure is that of the whole
 * @param type name of the exception's class, or a short word where there was no exception
 * @param message its message; empty when it had none
 * @param frames where it came from, innermost first
 * @param cause what caused it
 * @param suppressed what was suppressed on the way
 */
public record FailureReport(
        FailureKind kind,
        String type,
        String message,
        List<StackTraceElement> frames,
        Optional<FailureReport> cause,
        List<FailureReport> suppressed) {
    public FailureReport {
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
    }

    /** A failure that no exception stands behind. */
    public static FailureReport of(FailureKind kind, String type, String message) {
        return new FailureReport(kind, type, message, List.of(), Optional.empty(), List.of());
    }
}
