package io.kubeface.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * A table of samples, each with its measures and its class.
 *
 * @param measures a row for each sample
 * @param classes of each sample
 */
public record Samples(double[][] measures, double[] classes) implements Serializable {

    /** The Breast Cancer Wisconsin (Diagnostic) data set; its source and licence are told beside it. */
    static Samples ofBreastCancer() throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream("breast-cancer.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            int count = Integer.parseInt(lines.readLine().split(",", -1)[0]);
            double[][] measures = new double[count][];
            double[] classes = new double[count];
            for (int row = 0; row < count; row++) {
                String[] fields = lines.readLine().split(",", -1);
                measures[row] = new double[fields.length - 1];
                for (int i = 0; i < measures[row].length; i++) {
                    measures[row][i] = Double.parseDouble(fields[i]);
                }
                classes[row] = Double.parseDouble(fields[fields.length - 1]);
            }
            return new Samples(measures, classes);
        }
    }

    int size() {
        return classes.length;
    }
}
