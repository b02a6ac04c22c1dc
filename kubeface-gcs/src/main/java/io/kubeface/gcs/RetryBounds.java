package io.kubeface.gcs;

import com.google.api.gax.retrying.RetrySettings;
import java.time.Duration;

/**
 * How long a call is tried before it fails as transient. Google's client does the trying, and for
 * reads {@link MediaRequests}.
 *
 * @param attempts how often a request is sent at most
 * @param total after this time no attempt begins
 * @param firstDelay the pause before the second attempt; each further pause is twice as long, with jitter
 * @param longestDelay no pause is longer
 */
record RetryBounds(int attempts, Duration total, Duration firstDelay, Duration longestDelay) {
    /**
     * Six attempts within a minute outlast a short disturbance of the service. What lasts longer is for the caller, who
     * knows whether the task is still wanted.
     */
    static final RetryBounds DEFAULT =
            new RetryBounds(6, Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofSeconds(10));

    /** How long to wait for a connection, and for each answer or part of one. */
    static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    static final int READ_TIMEOUT_MILLIS = 20_000;

    RetrySettings settings() {
        return RetrySettings.newBuilder()
                .setMaxAttempts(attempts)
                .setTotalTimeoutDuration(total)
                .setInitialRetryDelayDuration(firstDelay)
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(longestDelay)
                .build();
    }
}
