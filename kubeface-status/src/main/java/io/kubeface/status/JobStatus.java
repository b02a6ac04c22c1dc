package io.kubeface.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a status page tells, of one moment. Its size is bounded, whatever the number of tasks: of attempts, failures and the
 * like only some are in it, in text that is cut, with control characters made visible. Durations are seconds, to the
 * millisecond; times of attempts are seconds since the begin. Later versions only add fields.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param job the job's id
 * @param name as the user gave it
 * @param state how it is
 * @param began when its first result was asked for
 * @param updated the moment that all of this is of
 * @param elapsedSeconds from the one to the other
 * @param remainingSeconds an estimate; empty where there is nothing to make it of
 * @param error what its subscriber got, if it failed
 * @param inputs counts of inputs
 * @param tasks counts of tasks
 * @param attempts counts of attempts
 * @param queueTime from the taking of a task's first input to its first launch
 * @param runTime from the start of the attempt to the result
 * @param timeline what ran when
 * @param runTimes how run times are distributed
 * @param running the attempts that have run longest, of those that run
 * @param slowest the attempts that have run longest, of those that ended
 * @param failures failed inputs, a group for each kind
 * @param losses attempts that ended without a result, a group for each kind
 * @param setup of the job; empty before it is prepared
 */
public record JobStatus(
        int schemaVersion,
        String job,
        String name,
        State state,
        Instant began,
        Instant updated,
        double elapsedSeconds,
        OptionalDouble remainingSeconds,
        Optional<String> error,
        Inputs inputs,
        Tasks tasks,
        Attempts attempts,
        Times queueTime,
        Times runTime,
        Timeline timeline,
        List<Bin> runTimes,
        List<Run> running,
        List<Run> slowest,
        List<FailureGroup> failures,
        List<LossGroup> losses,
        Optional<Setup> setup) {
    /** Of this form. It grows when a reader of the old form would not understand the new one. */
    public static final int SCHEMA_VERSION = 1;

    /** How a job is. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** Each input has its outcome. */
        COMPLETED,
        /** Its subscriber cancelled. */
        CANCELLED,
        /** Its subscriber got an error. */
        FAILED;

        /** As it stands in JSON. */
        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /**
     * Inputs.
     *
     * @param total if it is known
     * @param taken from the source
     * @param succeeded with a value; those of {@code reused} are among them
     * @param failed for good
     * @param reused with a value of an earlier run
     * @param emitted given to the subscriber
     */
    public record Inputs(OptionalLong total, long taken, long succeeded, long failed, long reused, long emitted) {
        /** Those whose outcome is known. */
        public long done() {
            return succeeded + failed;
        }
    }

    /**
     * Tasks, each counted once but for {@code queued}, which are all.
     *
     * @param queued so far
     * @param waiting for a worker, or for the end of a pause
     * @param running with an attempt that was launched
     * @param settled with an outcome that the subscriber does not have yet
     * @param emitted whose results the subscriber has
     * @param dropped that the job ended without
     */
    public record Tasks(long queued, long waiting, long running, long settled, long emitted, long dropped) {}

    /**
     * Attempts.
     *
     * @param slots that may run at once
     * @param launched so far
     * @param running of them
     * @param killed before their time
     * @param retried beyond each task's first, by what the one before died of
     * @param speculative that raced another
     * @param speculativeWon of these, those whose result came first
     */
    public record Attempts(
            int slots,
            long launched,
            long running,
            long killed,
            Map<String, Long> retried,
            long speculative,
            long speculativeWon) {
        /** All of {@code retried}. */
        public long retries() {
            return retried.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * A distribution of durations.
     *
     * @param count how many; with none, all are 0
     */
    public record Times(long count, double medianSeconds, double p90Seconds, double p99Seconds, double maxSeconds) {}

    /**
     * What ran when.
     *
     * @param attempts all of them; none when there were more than {@link Timelines#MOST_BARS}
     * @param lanes how many ran at once, at most
     * @param bucketSeconds the length of each part of {@code buckets}
     * @param buckets the time since the begin, in equal parts
     */
    public record Timeline(List<Bar> attempts, int lanes, double bucketSeconds, List<Bucket> buckets) {}

    /** What became of an attempt. */
    public enum End {
        /** Not known yet. */
        RUNNING,
        /** Its task has a value, by it. */
        SUCCEEDED,
        /** Its task has failed, by it. */
        FAILED,
        /** It gave no result, or a failure, and another attempt followed. */
        LOST,
        /** It was ended before its time. */
        KILLED,
        /** It ran beside another attempt at its task, and one of them gave the result. */
        RACED;

        /** As it stands in JSON. */
        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /**
     * An attempt in the timeline.
     *
     * @param lane from 0; two that ran at once have different ones
     * @param endSeconds empty while it runs
     */
    public record Bar(
            int lane,
            String task,
            int attempt,
            double startSeconds,
            OptionalDouble endSeconds,
            End end,
            boolean speculative) {}

    /**
     * A part of the job's time.
     *
     * @param running how many attempts ran, on average
     * @param succeeded tasks that got a value of their own in it
     * @param failed tasks that failed in it
     * @param reused tasks that got a value of an earlier run in it
     * @param lost attempts that were lost in it
     */
    public record Bucket(double running, long succeeded, long failed, long reused, long lost) {}

    /** So many tasks ran for longer than the one and not longer than the other. */
    public record Bin(double fromSeconds, double toSeconds, long count) {}

    /**
     * An attempt and how long it ran.
     *
     * @param place where, for people; empty where that is not known
     * @param log where a person finds what it printed, while that is kept; empty while it runs
     */
    public record Run(String task, int attempt, double seconds, String place, String log) {}

    /**
     * Failed inputs of one kind.
     *
     * @param count all of them
     * @param examples the first few that differ
     */
    public record FailureGroup(String kind, long count, List<FailureExample> examples) {}

    /**
     * A failure.
     *
     * @param count how many inputs failed of the same type and message, as far as they have been looked at
     * @param index the first such input, from 0
     * @param reason what the platform said; may be empty
     * @param frames where it came from, innermost first
     * @param logTail the last of what the attempt printed
     */
    public record FailureExample(
            long count,
            long index,
            String task,
            String type,
            String message,
            String reason,
            List<String> frames,
            String logTail,
            String log) {}

    /**
     * Lost attempts of one kind.
     *
     * @param examples the first few
     */
    public record LossGroup(String kind, long count, List<LossExample> examples) {}

    /** A lost attempt and what the platform said. */
    public record LossExample(String task, int attempt, String reason) {}

    /**
     * What the job is made of.
     *
     * @param key what its objects are filed under
     * @param options of client and job, by the names of the builder's methods
     * @param jars of the function's class path
     * @param code the first of these jars
     */
    public record Setup(
            String key,
            String storage,
            String backend,
            String function,
            Map<String, String> options,
            int jars,
            List<Jar> code) {}

    /** A jar by content. */
    public record Jar(String file, String sha256, long bytes) {}
}
