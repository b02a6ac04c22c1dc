package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import io.kubeface.status.Formats;
import io.kubeface.status.JobStatus;
import io.kubeface.status.StoredStatus;
import io.kubeface.status.Summary;
import java.util.ArrayList;
import java.util.List;

/** Pure: statuses as people read them on a terminal. What others wrote is safe there. */
final class StatusText {
    private static final int LONGEST = 400;

    private StatusText() {}

    /** A table with a row for each job, its columns as wide as they have to be. */
    static List<String> table(List<StoredStatus> statuses) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("JOB", "STATE", "DONE", "OF", "FAILED", "RUNNING", "BEGUN", "TOOK", "LEFT"));
        statuses.forEach(stored -> rows.add(row(stored)));
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> aligned(row, widths)).toList();
    }

    private static List<String> row(StoredStatus stored) {
        JobStatus status = stored.status();
        JobStatus.Inputs inputs = status.inputs();
        boolean dead = stored.life() == StoredStatus.Life.DEAD;
        return List.of(
                Printable.of(status.job(), LONGEST),
                stored.state(),
                Formats.count(inputs.done()),
                inputs.total().isPresent() ? Formats.count(inputs.total().getAsLong()) : "?",
                Formats.count(inputs.failed()),
                Formats.count(dead ? 0 : status.tasks().running()),
                Formats.time(status.began()),
                Formats.duration(status.elapsedSeconds()),
                dead || status.remainingSeconds().isEmpty()
                        ? ""
                        : Formats.duration(status.remainingSeconds().getAsDouble()));
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** One line: how a job stands. */
    static String line(StoredStatus stored) {
        JobStatus status = stored.status();
        String remaining = Summary.remaining(status);
        return stored.state() + ": " + Summary.progress(status) + ", "
                + Formats.count(status.tasks().running()) + " running, "
                + Formats.count(status.inputs().failed()) + " failed, "
                + Formats.duration(status.elapsedSeconds()) + (remaining.isEmpty() ? "" : ", " + remaining);
    }

    /** All that is worth telling, in several lines. */
    static List<String> lines(StoredStatus stored) {
        JobStatus status = stored.status();
        List<String> lines = new ArrayList<>();
        lines.add(status.job() + " (" + status.name() + ")");
        lines.add(line(stored));
        if (stored.life() == StoredStatus.Life.DEAD) {
            lines.add("Its driver has given no sign of life for long; 'kubeface job --cleanup' removes what it left.");
        }
        status.error().ifPresent(error -> lines.add("error: " + error));
        JobStatus.Attempts attempts = status.attempts();
        lines.add("queued " + Formats.count(Summary.queued(status)) + ", succeeded "
                + Formats.count(status.inputs().succeeded()) + " (reused "
                + Formats.count(status.inputs().reused()) + "), retried " + Formats.count(attempts.retries())
                + ", speculated " + Formats.count(attempts.speculative()) + ", slots " + attempts.slots());
        if (status.runTime().count() > 0) {
            lines.add("run time: median " + Formats.duration(status.runTime().medianSeconds()) + ", 99 % within "
                    + Formats.duration(status.runTime().p99Seconds()) + ", longest "
                    + Formats.duration(status.runTime().maxSeconds()));
        }
        runs(lines, "running", status.running());
        runs(lines, "slowest", status.slowest());
        status.failures().forEach(group -> failures(lines, group));
        status.losses().forEach(group -> losses(lines, group));
        status.setup().ifPresent(setup -> lines.add("function " + setup.function() + ", backend " + setup.backend()));
        lines.add("page: " + stored.page());
        return lines.stream().map(line -> Printable.of(line, LONGEST)).toList();
    }

    private static void runs(List<String> lines, String what, List<JobStatus.Run> runs) {
        runs.stream()
                .limit(3)
                .forEach(run -> lines.add(what + ": task " + run.task() + ", attempt " + run.attempt() + ", "
                        + Formats.duration(run.seconds()) + (run.place().isEmpty() ? "" : ", " + run.place())));
    }

    private static void failures(List<String> lines, JobStatus.FailureGroup group) {
        lines.add("failed, " + group.kind() + ": " + Formats.count(group.count()));
        group.examples()
                .forEach(example ->
                        lines.add("  input " + example.index() + ": " + example.type() + ": " + example.message()
                                + (example.count() > 1 ? " (and " + (example.count() - 1) + " more)" : "")));
    }

    private static void losses(List<String> lines, JobStatus.LossGroup group) {
        lines.add("attempts lost, " + group.kind() + ": " + Formats.count(group.count()));
        group.examples().forEach(example -> lines.add("  task " + example.task() + ": " + example.reason()));
    }
}
