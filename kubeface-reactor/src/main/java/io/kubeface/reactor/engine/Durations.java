package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobSnapshot;
import java.time.Duration;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * A distribution of durations, in 27 KiB whatever is counted: milliseconds to two digits, 30 days at most. One thread
 * adds, any may read.
 */
final class Durations {
    private static final long LONGEST = Duration.ofDays(30).toMillis();
    private static final int DIGITS = 2;
    private static final double MEDIAN = 50;
    private static final double P90 = 90;
    private static final double P99 = 99;

    private final AtomicHistogram histogram = new AtomicHistogram(LONGEST, DIGITS);

    void add(Duration duration) {
        histogram.recordValue(Math.max(0, Math.min(duration.toMillis(), LONGEST)));
    }

    long count() {
        return histogram.getTotalCount();
    }

    /** Of nearest rank. */
    Duration at(double percentile) {
        return Duration.ofMillis(histogram.getValueAtPercentile(percentile));
    }

    JobSnapshot.Times times() {
        Histogram copy = histogram.copy();
        return new JobSnapshot.Times(
                copy.getTotalCount(),
                at(copy, MEDIAN),
                at(copy, P90),
                at(copy, P99),
                Duration.ofMillis(copy.getMaxValue()));
    }

    private static Duration at(Histogram histogram, double percentile) {
        return Duration.ofMillis(histogram.getValueAtPercentile(percentile));
    }
}
