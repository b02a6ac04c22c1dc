package io.kubeface.reactor;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The task failed for this input, for good.
 *
 * @param cause what the last attempt died of, described
 * @param reason one sentence of the platform about how the worker ended; empty where the worker itself reported
 * @param logTail the last of what the attempt printed, at most 64 KiB of text
 * @param evidence further lines of the platform, such as a pod's events
 */
public record Failure<R extends @Nullable Object>(
        long index, FailureReport cause, String reason, String logTail, List<String> evidence, TaskReport report)
        implements Result<R> {
    public Failure {
        evidence = List.copyOf(evidence);
    }

    /** What became of the task. */
    public FailureKind kind() {
        return cause.kind();
    }

    @Override
    public boolean isSuccess() {
        return false;
    }

    @Override
    public R get() {
        throw new TaskFailedException(this);
    }

    @Override
    public Optional<Failure<R>> failure() {
        return Optional.of(this);
    }
}
