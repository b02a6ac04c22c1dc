package io.kubeface.core.task;

import org.jspecify.annotations.Nullable;

/** What became of one input of a task. */
public sealed interface ItemOutcome {

    /**
     * The function returned.
     *
     * @param value what it returned
     * @param sizeBytes its encoded length
     */
    record Value(@Nullable Object value, long sizeBytes) implements ItemOutcome {}

    /** The function failed for this input. */
    record Failed(FailureReport failure) implements ItemOutcome {}
}
