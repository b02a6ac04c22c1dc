package io.kubeface.status;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.backend.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Tells the events of a job whose tasks, by a seed, fail, are tried again, run beside each other or take long, and counts
 * them.
 */
final class SimulatedJob {
    static final String JOB = "grid-search-20261129-221500-4k2m9x";
    static final Instant BEGIN = Instant.parse("2026-11-29T22:15:00Z");

    private final Random random = new Random(7);
    private final Consumer<JobEvent.OfJob> told;
    private final String name;
    private final int tasks;
    private final int slots;
    private final String text;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>((a, b) -> a.at == b.at ? Long.compare(a.number, b.number) : Long.compare(a.at, b.at));
    private final Map<FailureKind, Long> failed = new EnumMap<>(FailureKind.class);
    private final Map<FailureKind, Long> retried = new EnumMap<>(FailureKind.class);
    private final List<Long> runs = new ArrayList<>();
    private final Map<Integer, Integer> attempts = new HashMap<>();
    private long number;
    private long now;
    private int next;
    private int running;
    private long launched;
    private long succeeded;
    private long reused;
    private long speculative;

    private record Step(long at, long number, Runnable what) {}

    /**
     * A job.
     *
     * @param text what its messages and logs hold
     */
    SimulatedJob(String name, int tasks, int slots, String text, Consumer<JobEvent.OfJob> told) {
        this.name = name;
        this.tasks = tasks;
        this.slots = slots;
        this.text = text;
        this.told = told;
    }

    static JobEvent.JobBegan began(String name, int slots) {
        return new JobEvent.JobBegan(JOB, BEGIN, name, slots);
    }

    /** Runs until a time. */
    SimulatedJob until(Duration end) {
        if (number == 0) {
            prepare();
        }
        while (!steps.isEmpty() && steps.peek().at <= end.toMillis()) {
            Step step = steps.remove();
            now = step.at;
            step.what.run();
        }
        now = steps.isEmpty() ? now : end.toMillis();
        return this;
    }

    /** Runs to its end, and tells it. */
    JobSnapshot toEnd() {
        until(Duration.ofDays(30));
        JobSnapshot last = snapshot(Optional.of(JobEvent.End.COMPLETED));
        told.accept(new JobEvent.JobEnded(JOB, time(), JobEvent.End.COMPLETED, Optional.empty(), last));
        return last;
    }

    JobSnapshot snapshot() {
        return snapshot(Optional.empty());
    }

    private void prepare() {
        List<CodeEntry> code = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            code.add(new CodeEntry(
                    String.format("%064x", 0x9e3779b97f4a7c15L * (i + 1)), "library-" + i + ".jar", i * 54_321L));
        }
        told.accept(new JobEvent.JobPrepared(
                JOB,
                time(),
                "grid-3f6qk2m7x4ab5cde",
                "gs://models-eu/kubeface",
                "kubernetes",
                "com.example.grid.GridSearch$Evaluate",
                code,
                Map.of(
                        "window",
                        "256",
                        "retry",
                        "2",
                        "timeout",
                        "10m",
                        "speculation",
                        "the last 20.0 %",
                        "hostile",
                        text)));
        for (int slot = 0; slot < slots; slot++) {
            after(slot * 40L, this::launchNext);
        }
    }

    private void launchNext() {
        while (next < tasks && next % 17 == 3) {
            int task = next++;
            told.accept(new JobEvent.TaskQueued(JOB, task(task), time(), task));
            told.accept(new JobEvent.TaskReused(JOB, task(task), time(), 1));
            reused++;
            succeeded++;
            settle(task, true);
        }
        if (next < tasks) {
            int task = next++;
            told.accept(new JobEvent.TaskQueued(JOB, task(task), time(), task));
            launch(task, false);
        }
    }

    private void launch(int task, boolean beside) {
        int attempt = attempts.merge(task, 1, Integer::sum);
        launched++;
        running++;
        long launchedAt = now;
        told.accept(new JobEvent.AttemptLaunched(JOB, task(task), attempt, time(), Duration.ofMillis(800), beside));
        told.accept(new JobEvent.AttemptStarted(
                JOB, task(task), attempt, time(), new Place("node-" + task % 5, "pod grid-" + task + "-" + attempt)));
        long takes = task == tasks - 9 && !beside ? 95_000 : (long) (2_500 * Math.exp(0.45 * random.nextGaussian()));
        if (task == tasks - 9 && !beside) {
            after(45_000, () -> {
                speculative++;
                launch(task, true);
            });
        }
        after(takes, () -> ended(task, attempt, launchedAt, beside));
    }

    private void ended(int task, int attempt, long launchedAt, boolean beside) {
        running--;
        boolean straggles = task == tasks - 9;
        if (straggles && !beside) {
            tellEnded(task, attempt, launchedAt);
            return;
        }
        if (!straggles && attempt == 1 && task % 23 == 5) {
            tellEnded(task, attempt, launchedAt);
            told.accept(new JobEvent.AttemptLost(
                    JOB, task(task), attempt, time(), FailureKind.DISRUPTED, "The node was drained. " + text));
            retry(task, attempt, FailureKind.DISRUPTED);
            return;
        }
        boolean fails = !straggles && task % 29 == 11;
        if (fails && attempt < 3) {
            tellEnded(task, attempt, launchedAt);
            retry(task, attempt, FailureKind.USER_ERROR);
            return;
        }
        if (straggles) {
            told.accept(new JobEvent.AttemptKilled(JOB, task(task), 1, time()));
            told.accept(new JobEvent.AttemptKilled(JOB, task(task), 2, time()));
        }
        runs.add(now - launchedAt);
        if (fails) {
            failed.merge(FailureKind.USER_ERROR, 1L, Long::sum);
        } else {
            succeeded++;
        }
        settle(task, !fails);
        tellEnded(task, attempt, launchedAt);
        if (fails) {
            told.accept(failure(task));
        }
        launchNext();
    }

    private void retry(int task, int attempt, FailureKind kind) {
        retried.merge(kind, 1L, Long::sum);
        told.accept(new JobEvent.TaskRetried(JOB, task(task), attempt, time(), kind, Duration.ofSeconds(1)));
        after(1_000, () -> launch(task, false));
    }

    private void settle(int task, boolean well) {
        told.accept(new JobEvent.TaskSettled(
                JOB, task(task), time(), 1, well, Optional.empty(), Duration.ofSeconds(4), ""));
    }

    private void tellEnded(int task, int attempt, long launchedAt) {
        told.accept(new JobEvent.AttemptEnded(
                JOB,
                task(task),
                attempt,
                time(),
                Duration.ofMillis(now - launchedAt),
                "exit 0",
                "https://storage.cloud.google.com/models-eu/kubeface/logs/" + JOB + "/" + task(task) + "-" + attempt));
    }

    private JobEvent.InputFailed failure(int task) {
        String[] types = {"java.lang.ArithmeticException", "java.lang.IllegalStateException"};
        FailureReport cause = new FailureReport(
                FailureKind.USER_ERROR,
                types[task % 2],
                (task % 2 == 0 ? "/ by zero" : "alpha must be above 0; got -" + task) + text,
                List.of(new Throwable().getStackTrace()),
                Optional.empty(),
                List.of());
        return new JobEvent.InputFailed(
                JOB,
                task(task),
                time(),
                task,
                cause,
                "",
                "fold 1 of 5\nfold 2 of 5\nfold 3 of 5" + text,
                "logs/" + task);
    }

    private void after(long millis, Runnable what) {
        steps.add(new Step(now + millis, number++, what));
    }

    private Instant time() {
        return BEGIN.plusMillis(now);
    }

    private static String task(int number) {
        return String.format("%010d", number);
    }

    private JobSnapshot snapshot(Optional<JobEvent.End> end) {
        long failures = failed.values().stream().mapToLong(Long::longValue).sum();
        long done = succeeded + failures;
        JobSnapshot.Times times = times();
        return new JobSnapshot(
                JOB,
                name,
                BEGIN,
                time(),
                end,
                new JobSnapshot.Inputs(OptionalLong.of(tasks), next, succeeded, failures, failed, reused, done),
                new JobSnapshot.Tasks(tasks, tasks - done - running, running, 0, done, 0),
                new JobSnapshot.Attempts(
                        launched,
                        running,
                        0,
                        retried,
                        new JobSnapshot.Speculated(speculative, speculative, Duration.ZERO, Duration.ZERO)),
                times,
                times);
    }

    private JobSnapshot.Times times() {
        List<Long> sorted = runs.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return new JobSnapshot.Times(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }
        return new JobSnapshot.Times(sorted.size(), at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
    }

    private static Duration at(List<Long> sorted, double part) {
        return Duration.ofMillis(sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size())));
    }
}
