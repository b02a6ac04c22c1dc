package io.kubeface.micrometer;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.backend.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Events of a job as an engine tells them. */
final class Events {
    static final String JOB = "census-20261124-1";
    private static final JobSnapshot.Times NO_TIMES =
            new JobSnapshot.Times(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private Events() {}

    static JobEvent.JobBegan began() {
        return new JobEvent.JobBegan(JOB, Instant.EPOCH, "census", 8);
    }

    static JobEvent.AttemptLaunched launched(String task, int attempt, boolean speculative) {
        return new JobEvent.AttemptLaunched(JOB, task, attempt, Instant.EPOCH, Duration.ofSeconds(1), speculative);
    }

    static JobEvent.AttemptStarted started(String task, int attempt) {
        return new JobEvent.AttemptStarted(JOB, task, attempt, Instant.EPOCH, new Place("node-1", "pod a"));
    }

    static JobEvent.AttemptKilled killed(String task, int attempt) {
        return new JobEvent.AttemptKilled(JOB, task, attempt, Instant.EPOCH);
    }

    static JobEvent.AttemptEnded ended(String task, int attempt) {
        return new JobEvent.AttemptEnded(JOB, task, attempt, Instant.EPOCH, Duration.ofSeconds(3), "exit 0", "");
    }

    static JobEvent.AttemptLost lost(String task, int attempt) {
        return new JobEvent.AttemptLost(JOB, task, attempt, Instant.EPOCH, FailureKind.WORKER_CRASH, "signal 9");
    }

    static JobEvent.TaskRetried retried(String task, int attempt) {
        return new JobEvent.TaskRetried(JOB, task, attempt, Instant.EPOCH, FailureKind.WORKER_CRASH, Duration.ZERO);
    }

    static JobEvent.TaskReused reused(String task) {
        return new JobEvent.TaskReused(JOB, task, Instant.EPOCH, 1);
    }

    static JobEvent.TaskSettled settled(String task, boolean succeeded, Optional<FailureKind> failure) {
        return new JobEvent.TaskSettled(JOB, task, Instant.EPOCH, 1, succeeded, failure, Duration.ofSeconds(4), "");
    }

    static JobEvent.TaskEmitted emitted(String task, int inputs) {
        return new JobEvent.TaskEmitted(JOB, task, Instant.EPOCH, inputs);
    }

    static JobEvent.JobEnded ended(JobEvent.End end, Optional<Throwable> error) {
        JobSnapshot snapshot = new JobSnapshot(
                JOB,
                "census",
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.of(end),
                new JobSnapshot.Inputs(OptionalLong.empty(), 0, 0, 0, Map.of(), 0, 0),
                new JobSnapshot.Tasks(0, 0, 0, 0, 0, 0),
                new JobSnapshot.Attempts(
                        0, 0, 0, Map.of(), new JobSnapshot.Speculated(0, 0, Duration.ZERO, Duration.ZERO)),
                NO_TIMES,
                NO_TIMES);
        return new JobEvent.JobEnded(JOB, Instant.EPOCH.plusSeconds(60), end, error, snapshot);
    }
}
