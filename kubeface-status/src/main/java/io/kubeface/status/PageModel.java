package io.kubeface.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pure: what the template of the page is filled with. The records are public for the template engine alone. */
final class PageModel {
    private static final int CHART_PIXELS = 120;
    private static final int MOST_ROWS = 60;

    private PageModel() {}

    /** A number with what it counts, and a word more. */
    public record Tile(String label, String value, String note, String kind) {}

    /** What a kind of shape stands for, and how many there are. */
    public record Key(String kind, String label, long count) {}

    /** A row of the table beside the charts over time. */
    public record Row(String time, double running, long succeeded, long failed, long reused, long lost) {}

    /** A row of the table beside the run times. */
    public record BinRow(String from, String to, long count) {}

    /** A row of a table of attempts. */
    public record RunRow(String task, int attempt, String time, String place, String log) {}

    /** A row of the table of code. */
    public record JarRow(String file, String bytes, String sha256) {}

    static Map<String, Object> of(JobStatus status) {
        Map<String, Object> model = new HashMap<>();
        boolean active = status.state() == JobStatus.State.RUNNING;
        model.put("s", status);
        model.put("active", active);
        model.put("state", status.state().toString());
        model.put("began", Formats.time(status.began()));
        model.put("updated", Formats.time(status.updated()));
        model.put("elapsed", Formats.duration(status.elapsedSeconds()));
        model.put("error", status.error().orElse(""));
        model.put("summary", Summary.progress(status));
        model.put("remaining", Summary.remaining(status));
        model.put("progress", Charts.progress(status));
        model.put("tiles", tiles(status));
        boolean bars = !status.timeline().attempts().isEmpty();
        model.put("bars", bars);
        model.put("timeline", bars ? Charts.attempts(status) : Charts.running(status, CHART_PIXELS));
        model.put("keys", keys(status));
        model.put("bucket", Formats.duration(status.timeline().bucketSeconds()));
        model.put("throughput", Charts.throughput(status, CHART_PIXELS));
        model.put("mostSettled", Charts.mostSettled(status));
        model.put("rows", rows(status));
        model.put("runTimes", Charts.runTimes(status, CHART_PIXELS));
        model.put("bins", bins(status));
        model.put("median", Formats.duration(status.runTime().medianSeconds()));
        model.put("p99", Formats.duration(status.runTime().p99Seconds()));
        model.put("longest", Formats.duration(status.runTime().maxSeconds()));
        model.put("queueMedian", Formats.duration(status.queueTime().medianSeconds()));
        model.put("running", runs(status.running()));
        model.put("slowest", runs(status.slowest()));
        model.put("setup", status.setup().orElse(null));
        model.put("jars", jars(status.setup()));
        return model;
    }

    private static List<Tile> tiles(JobStatus status) {
        JobStatus.Inputs inputs = status.inputs();
        JobStatus.Attempts attempts = status.attempts();
        return List.of(
                new Tile(
                        "running",
                        Formats.count(status.tasks().running()),
                        "of " + attempts.slots() + " slots",
                        "running"),
                new Tile("queued", Formats.count(Summary.queued(status)), "tasks", ""),
                new Tile("succeeded", Formats.count(inputs.succeeded()), "inputs", "succeeded"),
                new Tile("reused", Formats.count(inputs.reused()), "of these", "reused"),
                new Tile("failed", Formats.count(inputs.failed()), "inputs", "failed"),
                new Tile("retried", Formats.count(attempts.retries()), "attempts", "lost"),
                new Tile(
                        "speculated",
                        Formats.count(attempts.speculative()),
                        attempts.speculativeWon() + " were first",
                        "raced"));
    }

    private static List<Key> keys(JobStatus status) {
        List<Key> keys = new ArrayList<>();
        for (JobStatus.End end : JobStatus.End.values()) {
            long count = status.timeline().attempts().stream()
                    .filter(bar -> bar.end() == end)
                    .count();
            if (count > 0) {
                keys.add(new Key(end.toString(), meaning(end), count));
            }
        }
        long speculative = status.timeline().attempts().stream()
                .filter(JobStatus.Bar::speculative)
                .count();
        if (speculative > 0) {
            keys.add(new Key("speculative", "of these, started beside another (outlined)", speculative));
        }
        return keys;
    }

    private static String meaning(JobStatus.End end) {
        return switch (end) {
            case RUNNING -> "running";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case LOST -> "no result, tried again";
            case KILLED -> "ended early";
            case RACED -> "ran beside another";
        };
    }

    /** Few enough to be read: neighbours are added up. */
    private static List<Row> rows(JobStatus status) {
        List<JobStatus.Bucket> buckets = status.timeline().buckets();
        int each = (buckets.size() + MOST_ROWS - 1) / MOST_ROWS;
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i += each) {
            List<JobStatus.Bucket> some = buckets.subList(i, Math.min(buckets.size(), i + each));
            rows.add(new Row(
                    Formats.duration(i * status.timeline().bucketSeconds()),
                    some.stream()
                            .mapToDouble(JobStatus.Bucket::running)
                            .average()
                            .orElse(0),
                    some.stream().mapToLong(JobStatus.Bucket::succeeded).sum(),
                    some.stream().mapToLong(JobStatus.Bucket::failed).sum(),
                    some.stream().mapToLong(JobStatus.Bucket::reused).sum(),
                    some.stream().mapToLong(JobStatus.Bucket::lost).sum()));
        }
        return rows;
    }

    private static List<BinRow> bins(JobStatus status) {
        return status.runTimes().stream()
                .map(bin ->
                        new BinRow(Formats.duration(bin.fromSeconds()), Formats.duration(bin.toSeconds()), bin.count()))
                .toList();
    }

    private static List<RunRow> runs(List<JobStatus.Run> runs) {
        return runs.stream()
                .map(run ->
                        new RunRow(run.task(), run.attempt(), Formats.duration(run.seconds()), run.place(), run.log()))
                .toList();
    }

    private static List<JarRow> jars(Optional<JobStatus.Setup> setup) {
        return setup.map(JobStatus.Setup::code).orElse(List.of()).stream()
                .map(jar -> new JarRow(jar.file(), Formats.bytes(jar.bytes()), jar.sha256()))
                .toList();
    }
}
