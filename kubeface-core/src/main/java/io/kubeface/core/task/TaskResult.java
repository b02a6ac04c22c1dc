package io.kubeface.core.task;

import java.util.List;

/**
 * A result object, read.
 *
 * @param run where and when
 * @param outcomes one per input of the task, in their order
 */
public record TaskResult(RunReport run, List<ItemOutcome> outcomes) {
    public TaskResult {
        outcomes = List.copyOf(outcomes);
    }
}
