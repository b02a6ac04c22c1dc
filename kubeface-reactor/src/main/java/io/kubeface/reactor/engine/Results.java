package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.RunReport;
import io.kubeface.core.task.TaskResult;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.Success;
import io.kubeface.reactor.TaskReport;
import io.kubeface.reactor.backend.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Turns settled tasks into what the subscriber gets. */
final class Results<R extends @Nullable Object> implements OutputSide.Reader<R> {
    private final JobId job;
    private final JobIo io;
    private final Logs logs;
    private final Function<Task, Mono<Boolean>> again;

    /**
     * @param again runs a task whose stored value is damaged or gone; gives false when it is not to be run
     */
    Results(JobId job, JobIo io, Logs logs, Function<Task, Mono<Boolean>> again) {
        this.job = job;
        this.io = io;
        this.logs = logs;
        this.again = again;
    }

    @Override
    public Mono<List<Result<R>>> read(Task task) {
        if (task.outcome instanceof Task.Outcome.Stored stored) {
            FailureReport unread = stored.unread();
            if (unread != null) {
                return Mono.just(failures(task, unread, Optional.empty()));
            }
            TaskResult read = task.read;
            if (read != null) {
                task.read = null;
                return Mono.just(of(task, stored.name(), read));
            }
            return io.read(stored.name())
                    .map(result -> of(task, stored.name(), result))
                    .onErrorResume(error -> unread(task, error));
        }
        if (task.outcome instanceof Task.Outcome.Lost lost) {
            return Mono.just(failures(task, lost.failure(), Optional.empty()));
        }
        throw new IllegalStateException("Task " + task.name + " of job " + job + " is not settled.");
    }

    private Mono<List<Result<R>>> unread(Task task, Throwable error) {
        Mono<List<Result<R>>> failures =
                Mono.fromCallable(() -> failures(task, DriverFailures.result(error), Optional.empty()));
        return DriverFailures.isDamaged(error)
                ? again.apply(task).flatMap(run -> run ? Mono.defer(() -> read(task)) : failures)
                : failures;
    }

    private List<Result<R>> of(Task task, ObjectName name, TaskResult result) {
        List<ItemOutcome> outcomes = result.outcomes();
        if (outcomes.size() == 1 && outcomes.get(0) instanceof ItemOutcome.Failed whole) {
            // A worker that failed before it could tell its inputs apart speaks for all of them.
            return failures(task, whole.failure(), Optional.of(result.run()));
        }
        if (outcomes.size() != task.items) {
            return failures(
                    task,
                    FailureReport.of(
                            FailureKind.UNREADABLE_RESULT,
                            "result",
                            io.address(name) + " holds " + outcomes.size() + " results, for " + task.items
                                    + " inputs."),
                    Optional.of(result.run()));
        }
        List<Result<R>> results = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            ItemOutcome outcome = outcomes.get(i);
            long index = task.firstIndex + i;
            if (outcome instanceof ItemOutcome.Value value) {
                results.add(new Success<>(
                        index,
                        valueOf(value),
                        report(task, value.sizeBytes(), Optional.of(result.run()), Optional.empty())));
            } else if (outcome instanceof ItemOutcome.Failed failed) {
                results.add(failure(task, index, failed.failure(), Optional.of(result.run())));
            }
        }
        return results;
    }

    // What the function returned is an R, null if that is an R: the driver gave the worker that function.
    @SuppressWarnings({"unchecked", "NullAway"})
    private R valueOf(ItemOutcome.Value value) {
        return (R) value.value();
    }

    private List<Result<R>> failures(Task task, FailureReport failure, Optional<RunReport> run) {
        List<Result<R>> results = new ArrayList<>(task.items);
        for (int i = 0; i < task.items; i++) {
            results.add(failure(task, task.firstIndex + i, failure, run));
        }
        return results;
    }

    private Failure<R> failure(Task task, long index, FailureReport cause, Optional<RunReport> run) {
        Optional<Exit> exit = run.flatMap(report -> task.launch(report.attempt()))
                .or(() -> last(task))
                .map(launch -> launch.exit);
        return new Failure<>(
                index,
                cause,
                // The platform's word counts only where the worker left none.
                run.isPresent() ? "" : exit.map(Exit::reason).orElse(""),
                exit.map(Exit::logTail).orElse(""),
                exit.map(Exit::evidence).orElse(List.of()),
                report(task, 0, run, Optional.of(cause)));
    }

    private static Optional<Task.Launch> last(Task task) {
        return task.launches.isEmpty() ? Optional.empty() : Optional.of(task.launches.get(task.launches.size() - 1));
    }

    private static String outcome(FailureReport cause) {
        return cause.kind() == FailureKind.USER_ERROR ? "the function failed" : cause.kind() + ": " + cause.message();
    }

    private TaskReport report(Task task, long resultBytes, Optional<RunReport> run, Optional<FailureReport> failure) {
        List<TaskReport.AttemptReport> attempts = task.launches.stream()
                .map(launch -> attempt(launch, run, failure))
                .toList();
        ObjectName result = task.outcome instanceof Task.Outcome.Stored stored
                ? stored.name()
                : new ObjectName.Value(io.key(), task.name);
        return new TaskReport(
                job.value(),
                task.name.value(),
                task.reuse,
                attempts,
                task.queued,
                task.settled == null ? task.queued : task.settled,
                task.inputBytes,
                resultBytes,
                run,
                io.address(new ObjectName.Input(io.key(), task.name)),
                io.address(result),
                logs.of(task));
    }

    private static TaskReport.AttemptReport attempt(
            Task.Launch launch, Optional<RunReport> run, Optional<FailureReport> failure) {
        String place = launch.place == null ? "" : launch.place.worker() + " on " + launch.place.host();
        boolean reported = run.filter(report -> report.attempt() == launch.address.attempt())
                .isPresent();
        Optional<FailureReport> cause = reported ? failure.map(Briefs::of) : Optional.ofNullable(launch.failure);
        return new TaskReport.AttemptReport(
                launch.number,
                launch.launched,
                Optional.ofNullable(launch.started),
                Optional.ofNullable(launch.ended),
                place,
                cause.map(Results::outcome)
                        .orElse(reported ? "succeeded" : run.isPresent() ? "another attempt was first" : ""),
                cause);
    }
}
