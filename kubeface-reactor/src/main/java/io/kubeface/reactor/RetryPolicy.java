package io.kubeface.reactor;

import io.kubeface.core.task.FailureReport;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Whether a task is tried again whose function failed: it threw, ended its JVM, returned what cannot be written, or took
 * longer than {@link JobSpec#timeout}. All other ends of an attempt have fixed budgets of their own, which this does not
 * change. Each method returns a changed copy. Immutable; safe for use by several threads, if its condition is.
 *
 * @param retries how many further attempts a task has
 * @param condition asked of failures; it must not block
 * @param firstPause before the first further attempt
 * @param longestPause pauses double up to this; the upper half of each is random
 */
public record RetryPolicy(int retries, Predicate<FailureReport> condition, Duration firstPause, Duration longestPause)
        implements Serializable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final RetryPolicy NONE =
            new RetryPolicy(0, (Predicate<FailureReport> & Serializable) failure -> true, FIRST_PAUSE, LONGEST_PAUSE);

    /**
     * Checks its values.
     *
     * @throws IllegalArgumentException when retries are negative, a pause is, or the longest is shorter than the first
     */
    public RetryPolicy {
        Objects.requireNonNull(condition, "condition");
        KubefaceBuilder.atLeast("retries", 0, retries);
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("backoff: the first pause must be zero or more, the longest no shorter;"
                    + " got " + firstPause + " and " + longestPause + ".");
        }
    }

    /** A function that failed is not tried again. The default. */
    public static RetryPolicy none() {
        return NONE;
    }

    /**
     * A function that failed is tried again, so many times for each task, after pauses of 1 s, 2 s and so on up to a
     * minute. With several items per task the whole group is run again.
     *
     * @throws IllegalArgumentException when retries are negative
     */
    public static RetryPolicy userErrors(int retries) {
        return new RetryPolicy(retries, NONE.condition, FIRST_PAUSE, LONGEST_PAUSE);
    }

    /**
     * Only failures of which this holds are tried again, for example
     * {@code failure -> failure.type().equals("java.net.ConnectException")}; in a group it is enough that it holds of one
     * of those that failed. The failure is described, as its class need not exist in the driver; a timeout has the kind
     * {@link io.kubeface.core.task.FailureKind#TIMEOUT}. The condition must not block. What it throws is logged and taken for no.
     */
    public RetryPolicy onlyIf(Predicate<FailureReport> holds) {
        return new RetryPolicy(retries, condition.and(holds), firstPause, longestPause);
    }

    /**
     * How long is waited before another attempt.
     *
     * @throws IllegalArgumentException when the first is negative or the longest shorter than the first
     */
    public RetryPolicy backoff(Duration first, Duration longest) {
        return new RetryPolicy(retries, condition, first, longest);
    }
}
