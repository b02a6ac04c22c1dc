package io.kubeface.testkit.events;

import java.time.Duration;

/**
 * How often which harm comes to a hint; gaps are spared.
 *
 * @param lost the share, 0 to 1, that nobody hears of
 * @param doubled the share of the others that is heard of twice
 * @param late the share of those heard of that comes late
 * @param longestDelay how late at most
 */
public record HintFaults(double lost, double doubled, double late, Duration longestDelay) {
    public HintFaults {
        checkShare("lost", lost);
        checkShare("doubled", doubled);
        checkShare("late", late);
        if (longestDelay.isNegative()) {
            throw new IllegalArgumentException("longestDelay is zero or more; got " + longestDelay + ".");
        }
    }

    /** Nothing is ever heard of. */
    public static HintFaults everythingLost() {
        return new HintFaults(1, 0, 0, Duration.ZERO);
    }

    private static void checkShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " is a share from 0 to 1; got " + share + ".");
        }
    }
}
