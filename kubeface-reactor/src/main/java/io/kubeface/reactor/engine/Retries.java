package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureKind;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an attempt that left no result is followed by another. Pure.
 *
 * @param crashes how often a task's worker may crash, or fail to start, and be started again
 * @param disruptions how often the platform may take a task's worker away, which is never the task's fault
 */
record Retries(int crashes, int disruptions) {
    static final Retries DEFAULT = new Retries(3, 100);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
    private static final int LARGEST_SHIFT = 16;

    Retries {
        if (crashes < 0 || disruptions < 0) {
            throw new IllegalArgumentException(
                    "Retries are 0 or more; got crashes " + crashes + ", disruptions " + disruptions + ".");
        }
    }

    /**
     * The pause before the next attempt; empty when there is none.
     *
     * @param kind what the attempt died of
     * @param retryable whether whoever reports it says that another try may help
     * @param earlier how many attempts at the task were lost before, in the budget of this kind
     */
    Optional<Duration> pause(FailureKind kind, boolean retryable, int earlier) {
        if (!retryable || earlier >= budget(kind)) {
            return Optional.empty();
        }
        if (earlier == 0) {
            return Optional.of(Duration.ZERO);
        }
        Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(earlier - 1, LARGEST_SHIFT));
        return Optional.of(doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF);
    }

    /** Whether two kinds draw on one budget. */
    boolean sameBudget(FailureKind one, FailureKind other) {
        return (one == FailureKind.DISRUPTED) == (other == FailureKind.DISRUPTED);
    }

    private int budget(FailureKind kind) {
        return switch (kind) {
            case DISRUPTED -> disruptions;
            case WORKER_CRASH, LAUNCH, STORAGE -> crashes;
            case USER_ERROR,
                    OUT_OF_MEMORY,
                    UNSCHEDULABLE,
                    IMAGE,
                    TIMEOUT,
                    CODE_MISMATCH,
                    UNREADABLE_INPUT,
                    UNREADABLE_RESULT -> 0;
        };
    }
}
