package io.kubeface.reactor;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.backend.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something that happened in a job, in the order in which its engine saw it. Times are the engine's own, at which it
 * learnt of what happened. Names of jobs and tasks and numbers of attempts are those of {@link TaskReport}.
 */
public sealed interface JobEvent {

    /** When the engine saw it. */
    Instant time();

    /** It happened in a job. */
    sealed interface OfJob extends JobEvent {
        /** The job's id. */
        String job();
    }

    /** It happened to a task. */
    sealed interface OfTask extends OfJob {
        /** The task's name, within its job. */
        String task();
    }

    /** It happened to an attempt. */
    sealed interface OfAttempt extends OfTask {
        /** The attempt's number, from 1. */
        int attempt();
    }

    /**
     * The subscriber was too slow: so many events, of any job, came before the next one and were dropped.
     *
     * @param count 1 or more
     */
    record Missed(Instant time, long count) implements JobEvent {}

    /**
     * The first result was asked for, and the job has its id; nothing was taken yet.
     *
     * @param name as the user gave it
     * @param slots attempts that may run at once, over all jobs of the client
     */
    record JobBegan(String job, Instant time, String name, int slots) implements OfJob {}

    /**
     * Its code and its function are in the storage; the first input is taken next.
     *
     * @param key what its objects are filed under: its id or, with a cache key, a name made of that
     * @param storage URL of the storage root
     * @param backend as {@link io.kubeface.reactor.backend.Backend#name} has it
     * @param function name of the function's class
     * @param code the function's class path, by content
     * @param options of the client and the job, by the names of the builder's methods; their values as people read them
     */
    record JobPrepared(
            String job,
            Instant time,
            String key,
            String storage,
            String backend,
            String function,
            List<CodeEntry> code,
            Map<String, String> options)
            implements OfJob {
        public JobPrepared {
            code = List.copyOf(code);
            options = Collections.unmodifiableMap(new TreeMap<>(options));
        }
    }

    /** How a job ended. */
    enum End {
        /** Each input has its outcome, and the subscriber all of them. */
        COMPLETED,
        /** The subscriber cancelled. */
        CANCELLED,
        /** The subscriber got an error. */
        FAILED
    }

    /**
     * Nothing of the job is left, but what it was told to keep.
     *
     * @param error what the subscriber got; empty unless it failed
     * @param snapshot the job at its end
     */
    record JobEnded(String job, Instant time, End end, Optional<Throwable> error, JobSnapshot snapshot)
            implements OfJob {}

    /**
     * A task has its first input; with a cache key, all its inputs, on which its name depends.
     *
     * @param firstIndex of its first input, from 0
     */
    record TaskQueued(String job, String task, Instant time, long firstIndex) implements OfTask {}

    /**
     * A task's input object is in the store; it waits for a free worker.
     *
     * @param inputs how many it has
     * @param inputBytes length of the object
     */
    record TaskWritten(String job, String task, Instant time, int inputs, long inputBytes) implements OfTask {}

    /** An earlier run left a result that counts for this task; {@link TaskSettled} follows and no attempt is made. */
    record TaskReused(String job, String task, Instant time, int inputs) implements OfTask {}

    /**
     * What became of a task is known; its results are read when the subscriber asks for them.
     *
     * @param inputs how many it has
     * @param succeeded whether all of its inputs did
     * @param failure what it failed of, if it failed and what it left need not be read to know that
     * @param elapsed since it was queued
     * @param log where a person finds the log of its last attempt, while it is kept
     */
    record TaskSettled(
            String job,
            String task,
            Instant time,
            int inputs,
            boolean succeeded,
            Optional<FailureKind> failure,
            Duration elapsed,
            String log)
            implements OfTask {}

    /**
     * A failure was read and goes to the subscriber.
     *
     * @param index of the input, from 0
     * @param cause what it failed of, in brief, as {@link TaskReport.AttemptReport#cause} has it
     * @param reason as {@link Failure#reason} has it
     * @param logTail the last of what the attempt printed, 4,000 characters at most
     * @param log where a person finds the log of the task's last attempt, while it is kept
     */
    record InputFailed(
            String job,
            String task,
            Instant time,
            long index,
            FailureReport cause,
            String reason,
            String logTail,
            String log)
            implements OfTask {}

    /** The subscriber has all results of a task. */
    record TaskEmitted(String job, String task, Instant time, int inputs) implements OfTask {}

    /**
     * A backend is asked for a worker.
     *
     * @param queued since the task was queued
     * @param speculative whether it races an attempt that still runs
     */
    record AttemptLaunched(String job, String task, int attempt, Instant time, Duration queued, boolean speculative)
            implements OfAttempt {}

    /** A worker runs. */
    record AttemptStarted(String job, String task, int attempt, Instant time, Place place) implements OfAttempt {}

    /** An attempt is to end before its time: its task has a result already, took too long, or its job ends. */
    record AttemptKilled(String job, String task, int attempt, Instant time) implements OfAttempt {}

    /**
     * Nothing of an attempt runs any more, or it never came to run.
     *
     * @param ran since it started, or since its launch where no start was seen
     * @param reason how it ended, by the platform's word; empty where that is not known
     * @param log where a person finds what it printed, while it is kept
     */
    record AttemptEnded(String job, String task, int attempt, Instant time, Duration ran, String reason, String log)
            implements OfAttempt {}

    /**
     * An attempt ended and left no result.
     *
     * @param kind what it died of
     * @param reason one sentence for people
     */
    record AttemptLost(String job, String task, int attempt, Instant time, FailureKind kind, String reason)
            implements OfAttempt {}

    /**
     * Another attempt will follow this one.
     *
     * @param kind what this one died of
     * @param pause before the next is launched, if a worker is free then
     */
    record TaskRetried(String job, String task, int attempt, Instant time, FailureKind kind, Duration pause)
            implements OfAttempt {}
}
