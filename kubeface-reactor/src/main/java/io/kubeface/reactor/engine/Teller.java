package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a job tell of it: counted, and handed to the sink. Decides nothing, and nothing depends on it.
 * Belongs to the job's loop.
 */
final class Teller {
    private static final int LONGEST_TAIL = 4_000;

    private final String job;
    private final Loop loop;
    private final Standing standing;
    private final Counters counters;
    private final JobSink sink;
    private @Nullable JobIo io;

    Teller(JobId job, Loop loop, Standing standing, JobSink sink) {
        this.job = job.value();
        this.loop = loop;
        this.standing = standing;
        this.counters = standing.counters();
        this.sink = sink;
    }

    /** The job is set up; only now tasks and attempts can be told of. */
    void prepared(JobSetup setup, String storage, String backend, Map<String, String> options) {
        io = setup.io();
        sink.tell(new JobEvent.JobPrepared(
                job,
                loop.now(),
                setup.name().key().value(),
                storage,
                backend,
                setup.manifest().functionType(),
                setup.code().classPath(),
                options));
    }

    /** A step is over: the numbers that it left. */
    void stepped(OptionalLong total, long taken, long emitted) {
        counters.inputs(total, taken, emitted);
        counters.publish();
    }

    void queued(Task task) {
        moved(task, Task.Stage.QUEUED);
        sink.tell(new JobEvent.TaskQueued(job, task.name.value(), loop.now(), task.firstIndex));
    }

    void written(Task task) {
        moved(task, Task.Stage.WAITING);
        sink.tell(new JobEvent.TaskWritten(job, task.name.value(), loop.now(), task.items, task.inputBytes));
    }

    /** Told before the task is settled. */
    void reused(Task task) {
        counters.reused(task.items);
        sink.tell(new JobEvent.TaskReused(job, task.name.value(), loop.now(), task.items));
    }

    /** A result that was reused cannot be read: the task is as one that was not. Told while its outcome is still noted. */
    void reopened(Task task) {
        counters.reopened(task);
    }

    void launched(Task.Launch launch) {
        Task task = launch.task;
        boolean races = launch.races();
        counters.launched(races);
        Duration waited = Duration.between(task.queued, launch.launched);
        if (launch.number == 1) {
            counters.queueTime().add(waited);
        }
        moved(task, Task.Stage.RUNNING);
        sink.tell(new JobEvent.AttemptLaunched(job, task.name.value(), launch.number, launch.launched, waited, races));
    }

    void started(Task.Launch launch) {
        if (launch.place != null) {
            sink.tell(new JobEvent.AttemptStarted(
                    job, launch.task.name.value(), launch.number, loop.now(), launch.place));
        }
    }

    void killed(Task.Launch launch) {
        counters.killed();
        sink.tell(new JobEvent.AttemptKilled(job, launch.task.name.value(), launch.number, loop.now()));
    }

    void ended(Task.Launch launch) {
        counters.ended();
        Instant now = loop.now();
        sink.tell(new JobEvent.AttemptEnded(
                job,
                launch.task.name.value(),
                launch.number,
                now,
                Duration.between(launch.begin(), now),
                launch.exit == null ? "" : launch.exit.reason(),
                log(launch.address.log())));
    }

    void lost(Task.Launch launch, FailureKind kind, String reason) {
        sink.tell(new JobEvent.AttemptLost(job, launch.task.name.value(), launch.number, loop.now(), kind, reason));
    }

    /** Another attempt follows this one. */
    void retried(Task.Launch launch, FailureKind kind, Duration pause) {
        counters.retried(kind);
        if (launch.task.allEnded()) {
            moved(launch.task, Task.Stage.WAITING);
        }
        sink.tell(new JobEvent.TaskRetried(job, launch.task.name.value(), launch.number, loop.now(), kind, pause));
    }

    /** What became of a task is known, and that has been noted in the task. */
    void settled(Task task) {
        Instant now = loop.now();
        counters.settled(task);
        moved(task, Task.Stage.SETTLED);
        boolean succeeded = task.hasValue();
        Optional<Task.Launch> gave = gaveResult(task);
        gave.ifPresent(launch -> counters.runTime().add(Duration.between(launch.begin(), now)));
        sink.tell(new JobEvent.TaskSettled(
                job,
                task.name.value(),
                now,
                task.items,
                succeeded,
                failureOf(task, gave),
                Duration.between(task.queued, now),
                lastLog(task)));
    }

    /** A result was read and goes to the subscriber. */
    void given(Task task, Result<?> result) {
        counters.given(task, result.failure().map(Failure::kind));
        result.failure().ifPresent(failure -> failed(task, failure));
        if (task.launches.size() > 1 && result.index() == task.firstIndex) {
            result.report().run().ifPresent(run -> counters.raced(Races.of(task, run.attempt())));
        }
    }

    private void failed(Task task, Failure<?> failure) {
        String tail = failure.logTail();
        sink.tell(new JobEvent.InputFailed(
                job,
                task.name.value(),
                loop.now(),
                failure.index(),
                Briefs.of(failure.cause()),
                failure.reason(),
                tail.substring(Math.max(0, tail.length() - LONGEST_TAIL)),
                lastLog(task)));
    }

    /** The subscriber has all results of a task. */
    void emitted(Task task) {
        moved(task, Task.Stage.EMITTED);
        sink.tell(new JobEvent.TaskEmitted(job, task.name.value(), loop.now(), task.items));
    }

    /** Nothing of the job is left. */
    void ended(JobEvent.End end, Optional<Throwable> error) {
        counters.dropOpen();
        counters.publish();
        sink.tell(new JobEvent.JobEnded(job, loop.now(), end, error, standing.last(end)));
    }

    /** The attempt whose result counts; with several that may have left a value, the first of them. */
    private static Optional<Task.Launch> gaveResult(Task task) {
        if (!(task.outcome instanceof Task.Outcome.Stored stored)) {
            return Optional.empty();
        }
        return stored.name() instanceof ObjectName.Failure failure
                ? task.launch(failure)
                : task.launches.stream()
                        .filter(launch -> launch.failure == null)
                        .findFirst();
    }

    private static Optional<FailureKind> failureOf(Task task, Optional<Task.Launch> gave) {
        if (task.outcome instanceof Task.Outcome.Lost lost) {
            return Optional.of(lost.failure().kind());
        }
        return gave.map(launch -> launch.failure).map(FailureReport::kind);
    }

    private void moved(Task task, Task.Stage stage) {
        counters.moved(task.stage, stage);
        task.stage = stage;
    }

    private String lastLog(Task task) {
        JobIo objects = io;
        return objects == null ? "" : log(task.lastLog(objects.job()));
    }

    private String log(ObjectName.Log name) {
        JobIo objects = io;
        return objects == null ? "" : objects.address(name);
    }
}
