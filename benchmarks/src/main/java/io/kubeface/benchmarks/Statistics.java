package io.kubeface.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Of measured numbers. */
final class Statistics {
    private static final double HALF = 0.5;

    private Statistics() {}

    static double median(Collection<Double> numbers) {
        return quantile(numbers, HALF);
    }

    /** The least number that the given share of all does not exceed; not a number when there are none. */
    static double quantile(Collection<Double> numbers, double share) {
        if (numbers.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
