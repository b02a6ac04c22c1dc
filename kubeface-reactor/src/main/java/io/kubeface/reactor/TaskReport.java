package io.kubeface.reactor;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where, when and how a task ran.
 *
 * @param job the job's id
 * @param task the task's name; inputs of one group share it
 * @param reuse what the job's cache key did for it; empty without one. A task that was reused has no attempts, and its run
 *     is that of an earlier job
 * @param attempts every launch, in order
 * @param queued when its input was taken
 * @param ended when the engine knew what became of it
 * @param inputBytes length of the input object
 * @param resultBytes encoded length of this input's value; 0 for a failure
 * @param run what the worker says of its run; empty when it left nothing
 * @param inputAddress where a person finds the input object, while it is kept
 * @param resultAddress where a person finds the result object, while it is kept
 * @param log the last attempt's, while it is kept
 */
public record TaskReport(
        String job,
        String task,
        Optional<Reuse> reuse,
        List<AttemptReport> attempts,
        Instant queued,
        Instant ended,
        long inputBytes,
        long resultBytes,
        Optional<RunReport> run,
        String inputAddress,
        String resultAddress,
        TaskLog log) {
    public TaskReport {
        attempts = List.copyOf(attempts);
    }

    /**
     * One launch.
     *
     * @param number from 1
     * @param launched when the backend was asked
     * @param started when it was seen to run; empty when it never was
     * @param ended when it was seen to have ended; empty when it had not been
     * @param place where it ran, for people; empty when that is not known
     * @param outcome one sentence for people
     * @param cause what it died of, with its kind, in brief: a message of 2,000 characters at most, 20 frames, three
     *     causes; empty when it gave the result that counts, or another attempt was first
     */
    public record AttemptReport(
            int number,
            Instant launched,
            Optional<Instant> started,
            Optional<Instant> ended,
            String place,
            String outcome,
            Optional<FailureReport> cause) {
        /** What became of it; empty when it gave the result that counts, or another attempt was first. */
        public Optional<FailureKind> kind() {
            return cause.map(FailureReport::kind);
        }
    }

    /** How long the task took from the taking of its input to the knowledge of its end. */
    public Duration elapsed() {
        return Duration.between(queued, ended);
    }
}
