package io.kubeface.reactor.engine;

import java.time.Duration;

/**
 * Pauses that double up to a longest one, the upper half of each at random, so that what failed together does not come
 * back together ("equal jitter" in M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015). Pure.
 *
 * @param first before the first try again
 * @param longest no pause is longer
 */
record Backoff(Duration first, Duration longest) {
    private static final int LARGEST_SHIFT = 30;

    /**
     * The pause before a try.
     *
     * @param earlier how many pauses there have been
     * @param random from 0 to 1
     */
    Duration pause(int earlier, double random) {
        int shift = Math.min(earlier, LARGEST_SHIFT);
        // Compared before it is doubled, which might overflow.
        long doubled = first.toMillis() <= longest.toMillis() >> shift ? first.toMillis() << shift : longest.toMillis();
        long half = doubled / 2;
        return Duration.ofMillis(doubled - half + Math.round(half * random));
    }
}
