package io.kubeface.reactor;

import io.kubeface.core.task.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a job stood at one moment. All numbers are of the same moment, but for the two {@link Times}, which may be a few
 * tasks ahead.
 *
 * @param job the job's id
 * @param name as the user gave it
 * @param subscribed when it was subscribed to
 * @param time the moment
 * @param end how it ended; empty while it goes on
 * @param inputs counts of inputs and their results
 * @param tasks counts of tasks
 * @param attempts counts of attempts
 * @param queueTime from the taking of a task's first input to its first launch
 * @param runTime of tasks that have a result of their own: from the start of the attempt to the result
 */
public record JobSnapshot(
        String job,
        String name,
        Instant subscribed,
        Instant time,
        Optional<JobEvent.End> end,
        Inputs inputs,
        Tasks tasks,
        Attempts attempts,
        Times queueTime,
        Times runTime) {

    /** Since the subscription. */
    public Duration elapsed() {
        return Duration.between(subscribed, time);
    }

    /**
     * Inputs and their results.
     *
     * @param total how many there are, if {@link JobSpec#numItems} said so or the source has ended
     * @param taken from the source
     * @param succeeded with a value; those of {@code reused} are among them
     * @param failed for good
     * @param failedByKind those of {@code failed} whose kind is known: what a worker left is read when it is asked for
     * @param reused with a value of an earlier run
     * @param emitted given to the subscriber
     */
    public record Inputs(
            OptionalLong total,
            long taken,
            long succeeded,
            long failed,
            Map<FailureKind, Long> failedByKind,
            long reused,
            long emitted) {
        public Inputs {
            failedByKind = Map.copyOf(failedByKind);
        }

        /** Those whose outcome is known. */
        public long done() {
            return succeeded + failed;
        }
    }

    /**
     * Tasks. Each that was queued is in one of the other counts or still being written.
     *
     * @param queued so far: those with a first input
     * @param waiting written; they wait for a worker or for the end of a pause
     * @param running with an attempt that was launched
     * @param settled with a known outcome that the subscriber does not have yet
     * @param emitted whose results the subscriber has, all of them
     * @param dropped that the job ended without
     */
    public record Tasks(long queued, long waiting, long running, long settled, long emitted, long dropped) {}

    /**
     * Attempts.
     *
     * @param launched so far
     * @param running of them; one that is being launched counts
     * @param killed before their time
     * @param retried attempts beyond each task's first, but for speculative ones, by what the one before died of
     * @param speculation attempts that raced others
     */
    public record Attempts(
            long launched, long running, long killed, Map<FailureKind, Long> retried, Speculated speculation) {
        public Attempts {
            retried = Map.copyOf(retried);
        }

        /** All of {@code retried}. */
        public long retries() {
            return retried.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Speculative attempts: what they gained and what they cost.
     *
     * @param launched so far
     * @param won whose result came before that of any attempt they raced
     * @param saved at least so much: how long the attempts that lost against them had run longer than they
     * @param wasted how long attempts ran whose task got its result from another
     */
    public record Speculated(long launched, long won, Duration saved, Duration wasted) {}

    /**
     * A distribution of durations, to two digits; longer than 30 days counts as 30 days.
     *
     * @param count how many there are; with none, all are zero
     * @param median half of them were not longer
     * @param p90 nine of ten were not longer
     * @param p99 99 of 100 were not longer
     * @param max the longest
     */
    public record Times(long count, Duration median, Duration p90, Duration p99, Duration max) {}
}
