package io.kubeface.examples;

import java.util.Arrays;

/** Mean and standard deviation of some numbers. */
record Spread(double mean, double deviation) {
    static Spread of(double... values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        return new Spread(mean, Math.sqrt(variance));
    }
}
