package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.JobSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Numbers of a job, as they stood after a step of its loop. Cheap to make: what users see is made of it when they ask.
 *
 * @param stages tasks in each stage; never changed
 * @param failed inputs by what they failed of; never changed
 * @param retried attempts by what the one before was lost to; never changed
 */
record Counts(
        OptionalLong total,
        long taken,
        long emittedInputs,
        long succeededInputs,
        long failedInputs,
        long reusedInputs,
        long launched,
        long ended,
        long killed,
        long speculative,
        long won,
        long savedMillis,
        long wastedMillis,
        Map<Task.Stage, Long> stages,
        Map<FailureKind, Long> failed,
        Map<FailureKind, Long> retried) {

    JobSnapshot.Inputs inputs() {
        return new JobSnapshot.Inputs(total, taken, succeededInputs, failedInputs, failed, reusedInputs, emittedInputs);
    }

    JobSnapshot.Tasks tasks() {
        return new JobSnapshot.Tasks(
                stages.values().stream().mapToLong(Long::longValue).sum(),
                in(Task.Stage.WAITING),
                in(Task.Stage.RUNNING),
                in(Task.Stage.SETTLED),
                in(Task.Stage.EMITTED),
                in(Task.Stage.DROPPED));
    }

    private long in(Task.Stage stage) {
        return stages.getOrDefault(stage, 0L);
    }

    JobSnapshot.Attempts attempts() {
        return new JobSnapshot.Attempts(
                launched,
                launched - ended,
                killed,
                retried,
                new JobSnapshot.Speculated(
                        speculative, won, Duration.ofMillis(savedMillis), Duration.ofMillis(wastedMillis)));
    }
}
