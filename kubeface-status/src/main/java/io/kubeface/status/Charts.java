package io.kubeface.status;

import java.util.ArrayList;
import java.util.List;

/** Pure: where the shapes of a page's charts are. All are {@value #WIDTH} units wide. */
final class Charts {
    static final double WIDTH = 1000;
    private static final double HEIGHT = 100;
    private static final double LANE = 10;
    private static final double GAP = 1;
    private static final double NARROWEST = 1.5;
    private static final int TALLEST_LANE = 16;
    private static final int TALLEST = 480;

    private Charts() {}

    /**
     * A rectangle.
     *
     * @param kind what it stands for; a class of the style sheet
     * @param title what it says; empty where a table says it
     */
    public record Rect(double x, double y, double width, double height, String kind, String title) {}

    /**
     * A chart.
     *
     * @param height in the units of its shapes
     * @param pixels how high it is shown
     */
    public record Chart(List<Rect> shapes, double height, int pixels) {}

    /** How much of a job is done: a bar of parts that follow each other. */
    static List<Rect> progress(JobStatus status) {
        JobStatus.Inputs inputs = status.inputs();
        double total = Math.max(1, inputs.total().orElse(inputs.taken()));
        long[] parts = {inputs.succeeded() - inputs.reused(), inputs.reused(), inputs.failed()};
        String[] kinds = {"succeeded", "reused", "failed"};
        List<Rect> shapes = new ArrayList<>();
        double x = 0;
        for (int i = 0; i < parts.length; i++) {
            double width = Math.min(WIDTH - x, WIDTH * parts[i] / total);
            if (width > 0) {
                shapes.add(new Rect(round(x), 0, round(width), LANE, kinds[i], ""));
                x += width;
            }
        }
        return shapes;
    }

    /** A bar for each attempt, in its lane. */
    static Chart attempts(JobStatus status) {
        int lanes = Math.max(1, status.timeline().lanes());
        double span = Math.max(0.001, status.elapsedSeconds());
        List<Rect> shapes = new ArrayList<>();
        for (JobStatus.Bar bar : status.timeline().attempts()) {
            double x = WIDTH * bar.startSeconds() / span;
            double end = bar.endSeconds().orElse(span);
            double width = Math.max(NARROWEST, WIDTH * (end - bar.startSeconds()) / span);
            shapes.add(new Rect(
                    round(Math.min(x, WIDTH - NARROWEST)),
                    bar.lane() * LANE + GAP,
                    round(Math.min(width, Math.max(NARROWEST, WIDTH - x))),
                    LANE - 2 * GAP,
                    bar.end() + (bar.speculative() ? " speculative" : ""),
                    "Task " + bar.task() + ", attempt " + bar.attempt() + ": " + bar.end() + ", "
                            + Formats.duration(end - bar.startSeconds())
                            + (bar.speculative() ? ", speculative" : "")));
        }
        int pixels = Math.max(TALLEST_LANE, Math.min(TALLEST, lanes * TALLEST_LANE));
        return new Chart(shapes, lanes * LANE, pixels);
    }

    /** How many attempts ran, on average, in each part of the time. */
    static Chart running(JobStatus status, int pixels) {
        List<JobStatus.Bucket> buckets = status.timeline().buckets();
        double most = Math.max(
                status.timeline().lanes(),
                buckets.stream().mapToDouble(JobStatus.Bucket::running).max().orElse(0));
        List<Rect> shapes = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            column(shapes, i, buckets.size(), 0, buckets.get(i).running(), most, "running");
        }
        return new Chart(shapes, HEIGHT, pixels);
    }

    /** The most tasks that settled in one part of the time. */
    static long mostSettled(JobStatus status) {
        return status.timeline().buckets().stream()
                .mapToLong(bucket -> bucket.succeeded() + bucket.failed() + bucket.reused())
                .max()
                .orElse(0);
    }

    /** How many tasks settled in each part of the time. */
    static Chart throughput(JobStatus status, int pixels) {
        List<JobStatus.Bucket> buckets = status.timeline().buckets();
        double most = (double) mostSettled(status);
        List<Rect> shapes = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            JobStatus.Bucket bucket = buckets.get(i);
            double below = column(shapes, i, buckets.size(), 0, (double) bucket.succeeded(), most, "succeeded");
            below = column(shapes, i, buckets.size(), below, (double) bucket.reused(), most, "reused");
            column(shapes, i, buckets.size(), below, (double) bucket.failed(), most, "failed");
        }
        return new Chart(shapes, HEIGHT, pixels);
    }

    /** How many tasks took how long. */
    static Chart runTimes(JobStatus status, int pixels) {
        List<JobStatus.Bin> bins = status.runTimes();
        double most =
                (double) bins.stream().mapToLong(JobStatus.Bin::count).max().orElse(0);
        List<Rect> shapes = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            column(shapes, i, bins.size(), 0, (double) bins.get(i).count(), most, "time");
        }
        return new Chart(shapes, HEIGHT, pixels);
    }

    /** Adds a part of a column above what there is of it; gives how high it is then. */
    private static double column(
            List<Rect> shapes, int index, int columns, double below, double value, double most, String kind) {
        if (value <= 0 || most <= 0) {
            return below;
        }
        double height = Math.max(GAP, HEIGHT * value / most);
        double width = WIDTH / columns;
        shapes.add(new Rect(
                round(index * width + width / 20),
                round(HEIGHT - below - height),
                round(width * 9 / 10),
                round(height),
                kind,
                ""));
        return below + height;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
