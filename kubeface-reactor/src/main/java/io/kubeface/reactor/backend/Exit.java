package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import java.util.List;

/**
 * How an attempt ended, as its platform tells it. It counts only when the attempt left no result.
 *
 * @param ifNoResult what became of the task then
 * @param reason one sentence for people: the exit code, the signal, the platform's reason
 * @param logTail the last of what it printed, at most 64 KiB of text; empty when it printed nothing or that is not known
 * @param evidence further lines that the platform tells, such as a pod's events
 */
public record Exit(FailureKind ifNoResult, String reason, String logTail, List<String> evidence) {
    public Exit {
        evidence = List.copyOf(evidence);
    }
}
