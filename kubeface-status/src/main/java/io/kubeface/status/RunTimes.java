package io.kubeface.status;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** How run times are distributed, to two digits, from 1 ms to 30 days. Not safe for use by several threads. */
final class RunTimes {
    private static final long LONGEST = 30L * 24 * 60 * 60 * 1000;
    private static final int DIGITS = 2;
    private static final int BINS = 24;
    /** Values that are closer together are shown in bins of equal width, others in bins of equal ratio. */
    private static final double WIDE = 8;

    private final Histogram millis = new Histogram(1, LONGEST, DIGITS);

    void add(long time) {
        millis.recordValue(Math.max(1, Math.min(time, LONGEST)));
    }

    /** Bins from the shortest to the longest. */
    List<JobStatus.Bin> bins() {
        if (millis.getTotalCount() == 0) {
            return List.of();
        }
        double[] edges = edges((double) millis.getMinNonZeroValue(), (double) millis.getMaxValue());
        long[] counts = new long[edges.length - 1];
        for (HistogramIterationValue value : millis.recordedValues()) {
            counts[bin(edges, (double) value.getValueIteratedTo())] += value.getCountAtValueIteratedTo();
        }
        List<JobStatus.Bin> bins = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            bins.add(new JobStatus.Bin(seconds(edges[i]), seconds(edges[i + 1]), counts[i]));
        }
        return bins;
    }

    private static double[] edges(double shortest, double longest) {
        int bins = (int) Math.max(1, Math.min(BINS, longest - shortest));
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            double part = (double) i / bins;
            edges[i] = longest / shortest > WIDE
                    ? shortest * Math.pow(longest / shortest, part)
                    : shortest + (longest - shortest) * part;
        }
        return edges;
    }

    private static int bin(double[] edges, double value) {
        int bin = 0;
        while (bin < edges.length - 2 && value > edges[bin + 1]) {
            bin++;
        }
        return bin;
    }

    private static double seconds(double time) {
        return Math.round(time) / 1000.0;
    }
}
