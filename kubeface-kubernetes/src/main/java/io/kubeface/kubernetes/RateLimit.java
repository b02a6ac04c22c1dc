package io.kubeface.kubernetes;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Turns, so many a second, after a burst of them at once. Safe for use by several threads. */
final class RateLimit {
    private final long interval;
    private final long lead;
    private final LongSupplier nanoTime;

    /** When the next turn were due if there were no bursts. */
    private long due;

    /**
     * @param perSecond at least 1
     * @param burst at least 1
     */
    RateLimit(int perSecond, int burst, LongSupplier nanoTime) {
        this(Duration.ofSeconds(1).toNanos() / perSecond, burst, nanoTime);
    }

    private RateLimit(long interval, int burst, LongSupplier nanoTime) {
        this.interval = interval;
        this.lead = interval * (burst - 1);
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    /** Every turn is at once. */
    static RateLimit none() {
        return new RateLimit(0L, 1, System::nanoTime);
    }

    /** Takes the next turn; how long it is until then. */
    synchronized Duration take() {
        long now = nanoTime.getAsLong();
        long wait = Math.max(0, due - now - lead);
        due = interval + (due - now > 0 ? due : now);
        return Duration.ofNanos(wait);
    }

    /** Takes a turn if there is one at once. */
    synchronized boolean takeNow() {
        if (due - nanoTime.getAsLong() - lead > 0) {
            return false;
        }
        take();
        return true;
    }
}
