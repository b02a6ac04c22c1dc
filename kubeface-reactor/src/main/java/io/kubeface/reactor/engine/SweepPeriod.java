package io.kubeface.reactor.engine;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often all results of a job are looked at, in case that hints were lost. It grows as long as none is, and begins anew
 * when one was.
 *
 * @param first the first pause
 * @param longest what it grows to
 */
public record SweepPeriod(Duration first, Duration longest) implements Serializable {
    /** Thirty seconds, then five minutes, then ten minutes again and again. */
    public static final SweepPeriod DEFAULT = new SweepPeriod(Duration.ofSeconds(30), Duration.ofMinutes(10));

    /** Steep: what the events lose, the ends of workers tell of, and each look at all costs a listing. */
    private static final int GROWTH = 10;

    /** One that does not grow. */
    public static SweepPeriod fixed(Duration pause) {
        return new SweepPeriod(pause, pause);
    }

    /** The pause after another at whose end nothing was found that had not been told of. */
    Duration after(Duration pause) {
        Duration longer = pause.multipliedBy(GROWTH);
        return longer.compareTo(longest) < 0 ? longer : longest;
    }
}
