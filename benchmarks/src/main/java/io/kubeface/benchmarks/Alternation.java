package io.kubeface.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures several things in turn, round after round, every other round backwards, so that a drift of the machine
 * cancels. What is compared is compared within each round.
 */
final class Alternation {
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, List<Double>> measured = new LinkedHashMap<>();

    /** Measures one thing once. */
    @FunctionalInterface
    interface Step {
        double measure() throws IOException, InterruptedException;
    }

    void add(String name, Step step) {
        steps.put(name, step);
        measured.put(name, new ArrayList<>());
    }

    void run(int rounds) throws IOException, InterruptedException {
        List<String> order = new ArrayList<>(steps.keySet());
        for (int i = 0; i < rounds; i++) {
            for (String name : order) {
                of(measured, name).add(of(steps, name).measure());
            }
            Collections.reverse(order);
        }
    }

    /** The median over the rounds. */
    double median(String name) {
        return Statistics.median(of(measured, name));
    }

    /** The median of the rounds' ratios. */
    double ratio(String one, String other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < of(measured, one).size(); i++) {
            ratios.add(of(measured, one).get(i) / of(measured, other).get(i));
        }
        return Statistics.median(ratios);
    }

    /** All medians, each with its ratio to one of them. */
    String table(String unit, String reference) {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%n%-28s %10s %10s   rounds%n", "median of " + unit, unit, "ratio"));
        for (String name : steps.keySet()) {
            table.append(
                    String.format(Locale.ROOT, "%-28s %10.4f %10.3f  ", name, median(name), ratio(name, reference)));
            of(measured, name).forEach(value -> table.append(String.format(Locale.ROOT, " %.4f", value)));
            table.append(System.lineSeparator());
        }
        return table.toString();
    }

    private static <V> V of(Map<String, V> map, String name) {
        V value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Nothing is called " + name + "; there are " + map.keySet() + ".");
        }
        return value;
    }
}
