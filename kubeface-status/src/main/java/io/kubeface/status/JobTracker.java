package io.kubeface.status;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Makes of a job's events and of a snapshot what a status page tells. Each event takes a short time and a bounded room. Safe
 * for use by several threads.
 */
final class JobTracker {
    private static final int MOST_JARS = 60;
    private static final int MOST_OPTIONS = 60;

    private final JobEvent.JobBegan began;
    private final String name;
    private final Timelines attempts = new Timelines();
    private final TimeBuckets buckets = new TimeBuckets();
    private final RunTimes runTimes = new RunTimes();
    private final FailureSamples failures = new FailureSamples();
    private Optional<JobStatus.Setup> setup = Optional.empty();
    private Optional<String> error = Optional.empty();
    private long changes;

    JobTracker(JobEvent.JobBegan began) {
        this.began = began;
        this.name = Texts.line(began.name(), Texts.LONGEST_NAME);
    }

    /** Grows with each event. */
    synchronized long changes() {
        return changes;
    }

    synchronized void accept(JobEvent.OfJob event) {
        changes++;
        long millis = millis(event.time());
        if (event instanceof JobEvent.JobPrepared prepared) {
            setup = Optional.of(setup(prepared));
        } else if (event instanceof JobEvent.AttemptLaunched launched) {
            attempts.launched(launched, millis);
            buckets.running(attempts.running(), millis);
        } else if (event instanceof JobEvent.AttemptStarted started) {
            attempts.started(started);
        } else if (event instanceof JobEvent.AttemptKilled killed) {
            attempts.killed(killed);
        } else if (event instanceof JobEvent.AttemptEnded ended) {
            attempts.ended(ended, millis);
            buckets.running(attempts.running(), millis);
        } else if (event instanceof JobEvent.AttemptLost lost) {
            attempts.lost(lost);
            failures.lost(lost);
            buckets.count(TimeBuckets.Count.LOST, millis);
        } else if (event instanceof JobEvent.TaskRetried retried) {
            attempts.lost(retried);
        } else if (event instanceof JobEvent.TaskReused) {
            buckets.count(TimeBuckets.Count.REUSED, millis);
        } else if (event instanceof JobEvent.TaskSettled settled) {
            settled(settled, millis);
        } else if (event instanceof JobEvent.InputFailed failed) {
            failures.failed(failed);
        } else if (event instanceof JobEvent.JobEnded ended) {
            attempts.over(millis);
            buckets.running(0, millis);
            error = ended.error().map(JobTracker::describe);
        }
    }

    private void settled(JobEvent.TaskSettled event, long millis) {
        boolean ran = attempts.knows(event.task());
        long took = attempts.settled(event, millis);
        if (took >= 0) {
            runTimes.add(took);
        }
        if (!event.succeeded()) {
            buckets.count(TimeBuckets.Count.FAILED, millis);
        } else if (ran) {
            buckets.count(TimeBuckets.Count.SUCCEEDED, millis);
        }
    }

    /** What there is to tell, by the counts of a snapshot. */
    synchronized JobStatus status(JobSnapshot snapshot) {
        long millis = millis(snapshot.time());
        buckets.advance(millis);
        double seconds = millis / 1000.0;
        JobSnapshot.Inputs inputs = snapshot.inputs();
        JobStatus.State state = snapshot.end().map(JobTracker::state).orElse(JobStatus.State.RUNNING);
        return new JobStatus(
                JobStatus.SCHEMA_VERSION,
                began.job(),
                name,
                state,
                began.time(),
                snapshot.time(),
                seconds,
                Remaining.seconds(
                        state == JobStatus.State.RUNNING ? inputs.total() : OptionalLong.empty(),
                        inputs.done(),
                        inputs.reused(),
                        seconds),
                error,
                new JobStatus.Inputs(
                        inputs.total(),
                        inputs.taken(),
                        inputs.succeeded(),
                        inputs.failed(),
                        inputs.reused(),
                        inputs.emitted()),
                tasks(snapshot.tasks()),
                attempts(snapshot.attempts()),
                times(snapshot.queueTime()),
                times(snapshot.runTime()),
                new JobStatus.Timeline(attempts.bars(), attempts.lanes(), buckets.bucketSeconds(), buckets.buckets()),
                runTimes.bins(),
                attempts.longestRunning(millis),
                attempts.slowest(),
                failures.failures(inputs.failedByKind()),
                failures.losses(),
                setup);
    }

    private long millis(Instant time) {
        return Math.max(0, Duration.between(began.time(), time).toMillis());
    }

    private static JobStatus.State state(JobEvent.End end) {
        return switch (end) {
            case COMPLETED -> JobStatus.State.COMPLETED;
            case CANCELLED -> JobStatus.State.CANCELLED;
            case FAILED -> JobStatus.State.FAILED;
        };
    }

    private static JobStatus.Tasks tasks(JobSnapshot.Tasks tasks) {
        return new JobStatus.Tasks(
                tasks.queued(), tasks.waiting(), tasks.running(), tasks.settled(), tasks.emitted(), tasks.dropped());
    }

    private JobStatus.Attempts attempts(JobSnapshot.Attempts counts) {
        Map<String, Long> retried = new TreeMap<>();
        counts.retried().forEach((kind, count) -> retried.put(Words.of(kind), count));
        return new JobStatus.Attempts(
                began.slots(),
                counts.launched(),
                counts.running(),
                counts.killed(),
                retried,
                counts.speculation().launched(),
                counts.speculation().won());
    }

    private static JobStatus.Times times(JobSnapshot.Times times) {
        return new JobStatus.Times(
                times.count(),
                Texts.seconds(times.median()),
                Texts.seconds(times.p90()),
                Texts.seconds(times.p99()),
                Texts.seconds(times.max()));
    }

    private static JobStatus.Setup setup(JobEvent.JobPrepared event) {
        Map<String, String> options = new TreeMap<>();
        event.options().entrySet().stream()
                .limit(MOST_OPTIONS)
                .forEach(option -> options.put(
                        Texts.line(option.getKey(), Texts.LONGEST_NAME),
                        Texts.line(option.getValue(), Texts.LONGEST_ADDRESS)));
        List<JobStatus.Jar> code =
                event.code().stream().limit(MOST_JARS).map(JobTracker::jar).toList();
        return new JobStatus.Setup(
                event.key(),
                Texts.line(event.storage(), Texts.LONGEST_ADDRESS),
                Texts.line(event.backend(), Texts.LONGEST_NAME),
                Texts.line(event.function(), Texts.LONGEST_ADDRESS),
                options,
                event.code().size(),
                code);
    }

    private static JobStatus.Jar jar(CodeEntry entry) {
        return new JobStatus.Jar(Texts.line(entry.fileName(), Texts.LONGEST_FRAME), entry.sha256(), entry.sizeBytes());
    }

    private static String describe(Throwable error) {
        return Texts.lines(error.toString(), Texts.LONGEST_MESSAGE);
    }
}
