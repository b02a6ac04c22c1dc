package io.kubeface.reactor.engine;

import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.Speculation;
import java.time.Duration;
import java.util.Optional;

/**
 * What a job does about attempts that fail, hang or take long, and when it ends.
 *
 * @param retry what is done about failures of the function
 * @param timeout how long an attempt may run
 * @param schedulingTimeout how long an attempt may take from its launch to its start
 * @param completion when the job ends by itself
 * @param speculation whether stragglers are run once more
 */
public record Policies(
        RetryPolicy retry,
        Optional<Duration> timeout,
        Duration schedulingTimeout,
        CompletionPolicy completion,
        Optional<Speculation> speculation) {
    private static final Duration SCHEDULING_TIMEOUT = Duration.ofDays(1);

    /**
     * A function that failed is not tried again; an attempt may run without end, and be waited for a day; each input gets
     * its outcome; nothing is run twice at once.
     */
    public static final Policies DEFAULT = new Policies(
            RetryPolicy.none(), Optional.empty(), SCHEDULING_TIMEOUT, CompletionPolicy.allSettle(), Optional.empty());

    /** The same, but for the retries. */
    public Policies withRetry(RetryPolicy policy) {
        return new Policies(policy, timeout, schedulingTimeout, completion, speculation);
    }

    /** The same, but for the timeout. */
    public Policies withTimeout(Duration longest) {
        return new Policies(
                retry, Optional.of(positive("timeout", longest)), schedulingTimeout, completion, speculation);
    }

    /** The same, but for the scheduling timeout. */
    public Policies withSchedulingTimeout(Duration longest) {
        return new Policies(retry, timeout, positive("schedulingTimeout", longest), completion, speculation);
    }

    /** The same, but for the end. */
    public Policies withCompletion(CompletionPolicy policy) {
        return new Policies(retry, timeout, schedulingTimeout, policy, speculation);
    }

    /** The same, but for stragglers. */
    public Policies withSpeculation(Speculation rule) {
        return new Policies(retry, timeout, schedulingTimeout, completion, Optional.of(rule));
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + " must be longer than zero; got " + value + ".");
        }
        return value;
    }
}
