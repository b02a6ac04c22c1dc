package io.kubeface.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A table of samples, each with its measures and its class. An instance never changes. */
public final class Samples implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[][] measures;
    private final double[] classes;

    private Samples(double[][] measures, double[] classes) {
        this.measures = measures;
        this.classes = classes;
    }

    /** The Breast Cancer Wisconsin (Diagnostic) data set; its source and licence are told beside it. */
    static Samples ofBreastCancer() throws IOException {
        List<String> lines;
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream("breast-cancer.csv"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            lines = new ArrayList<>(reader.lines().toList());
        }
        lines.remove(0); // says how many there are
        double[][] measures = new double[lines.size()][];
        double[] classes = new double[lines.size()];
        for (int row = 0; row < classes.length; row++) {
            double[] fields = Arrays.stream(lines.get(row).split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            measures[row] = Arrays.copyOf(fields, fields.length - 1);
            classes[row] = fields[fields.length - 1];
        }
        return new Samples(measures, classes);
    }

    int size() {
        return classes.length;
    }

    /** How many measures each sample has. */
    int width() {
        return measures[0].length;
    }

    double measure(int sample, int index) {
        return measures[sample][index];
    }

    /** The number of a sample's class. */
    double classOf(int sample) {
        return classes[sample];
    }
}
