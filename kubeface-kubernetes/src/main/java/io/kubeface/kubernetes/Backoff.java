package io.kubeface.kubernetes;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when a call is made again. Pure: doubled pauses, of each the upper half at random, so that clients that
 * failed together do not come back together.
 *
 * @param tries how often it is made at most
 * @param total for how long it is tried at most
 */
record Backoff(int tries, Duration total) {
    static final Backoff DEFAULT = new Backoff(12, Duration.ofMinutes(2));

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int LARGEST_SHIFT = 10;

    /**
     * The pause before the next try; empty when there is none.
     *
     * @param failed how many tries have failed, at least 1
     * @param elapsed since the first
     * @param asked what the server asks for, zero when nothing
     * @param random from 0 to 1
     */
    Optional<Duration> pause(int failed, Duration elapsed, Duration asked, double random) {
        if (failed >= tries) {
            return Optional.empty();
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failed - 1, LARGEST_SHIFT));
        Duration longest = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        long half = longest.toMillis() / 2;
        Duration pause = Duration.ofMillis(half + Math.round(half * random)).plus(asked);
        return elapsed.plus(pause).compareTo(total) > 0 ? Optional.empty() : Optional.of(pause);
    }
}
