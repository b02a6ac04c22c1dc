package io.kubeface.status;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What happened when, in at most {@value #MOST} equal parts of a job's time: when they do not suffice any more, two become
 * one. Times are milliseconds since the begin and do not go back. Not safe for use by several threads.
 */
final class TimeBuckets {
    static final int MOST = 120;
    private static final long FIRST_WIDTH = 100;

    /** What is counted. */
    enum Count {
        SUCCEEDED,
        FAILED,
        REUSED,
        LOST
    }

    private final Map<Count, long[]> counts = new EnumMap<>(Count.class);
    /** Attempts times milliseconds. */
    private final long[] busy = new long[MOST];

    private long width = FIRST_WIDTH;
    private long until;
    private int running;

    TimeBuckets() {
        for (Count what : Count.values()) {
            counts.put(what, new long[MOST]);
        }
    }

    private long[] of(Count what) {
        return Objects.requireNonNull(counts.get(what));
    }

    /** Something happened. */
    void count(Count what, long millis) {
        advance(millis);
        of(what)[index(until)]++;
    }

    /** So many attempts run from now on. */
    void running(int attempts, long millis) {
        advance(millis);
        running = attempts;
    }

    /** Nothing more happened until then. */
    void advance(long millis) {
        while (millis >= width * MOST) {
            halve();
        }
        while (until < millis) {
            long end = Math.min(millis, (until / width + 1) * width);
            busy[index(until)] += running * (end - until);
            until = end;
        }
    }

    double bucketSeconds() {
        return width / 1000.0;
    }

    /** All parts up to now. */
    List<JobStatus.Bucket> buckets() {
        List<JobStatus.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i <= index(until); i++) {
            long length = Math.min(width, until - i * width);
            double mean = length <= 0 ? 0 : Math.round(100.0 * busy[i] / length) / 100.0;
            buckets.add(new JobStatus.Bucket(
                    mean, of(Count.SUCCEEDED)[i], of(Count.FAILED)[i], of(Count.REUSED)[i], of(Count.LOST)[i]));
        }
        return buckets;
    }

    private int index(long millis) {
        return (int) (millis / width);
    }

    private void halve() {
        halve(busy);
        counts.values().forEach(TimeBuckets::halve);
        width *= 2;
    }

    private static void halve(long[] values) {
        for (int i = 0; i < MOST / 2; i++) {
            values[i] = values[2 * i] + values[2 * i + 1];
        }
        Arrays.fill(values, MOST / 2, MOST, 0);
    }
}
