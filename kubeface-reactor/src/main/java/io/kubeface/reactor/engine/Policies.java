package io.kubeface.reactor.engine;

import io.kubeface.reactor.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * What a job does about attempts that fail, hang or take long.
 *
 * @param retry what is done about failures of the function
 * @param timeout how long an attempt may run
 * @param schedulingTimeout how long an attempt may take from its launch to its start
 */
public record Policies(RetryPolicy retry, Optional<Duration> timeout, Duration schedulingTimeout) {
    private static final Duration SCHEDULING_TIMEOUT = Duration.ofDays(1);

    /** A function that failed is not tried again; an attempt may run without end, and be waited for a day. */
    public static final Policies DEFAULT = new Policies(RetryPolicy.none(), Optional.empty(), SCHEDULING_TIMEOUT);

    /** The same, but for the retries. */
    public Policies withRetry(RetryPolicy policy) {
        return new Policies(policy, timeout, schedulingTimeout);
    }

    /** The same, but for the timeout. */
    public Policies withTimeout(Duration longest) {
        return new Policies(retry, Optional.of(positive("timeout", longest)), schedulingTimeout);
    }

    /** The same, but for the scheduling timeout. */
    public Policies withSchedulingTimeout(Duration longest) {
        return new Policies(retry, timeout, positive("schedulingTimeout", longest));
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + " must be longer than zero; got " + value + ".");
        }
        return value;
    }
}
