package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a written input to a known outcome. Every hint leads to a look at the store, and only what is seen there, or an
 * end with nothing there, decides. Belongs to the job's loop.
 */
final class Decisions implements Task.Watcher {
    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    private static final Exit UNKNOWN_EXIT =
            new Exit(FailureKind.WORKER_CRASH, "The worker ended; how is not known.", "", List.of());

    private final Loop loop;
    private final JobIo io;
    private final Attempts attempts;
    private final OutputSide<?> output;
    private final Retries retries;
    private final FailureObjects failures;
    private final DoubleSupplier random;
    private final Teller tell;
    private final Consumer<Task> settled;
    private final Map<TaskName, Task> open = new HashMap<>();
    private boolean stopped;

    /**
     * @param output knows which results are waited for
     * @param random from 0 to 1, for pauses
     * @param settled called when the outcome of a task is known, once a task
     */
    Decisions(
            Loop loop,
            JobIo io,
            Attempts attempts,
            OutputSide<?> output,
            Retries retries,
            FailureObjects failures,
            DoubleSupplier random,
            Teller tell,
            Consumer<Task> settled) {
        this.loop = loop;
        this.io = io;
        this.attempts = attempts;
        this.output = output;
        this.retries = retries;
        this.failures = failures;
        this.random = random;
        this.tell = tell;
        this.settled = settled;
    }

    /** A task's input is written: launch it when there is a slot. */
    void add(Task task) {
        open.put(task.name, task);
        attempts.add(task, this);
    }

    /** Runs a task once more, beside an attempt that takes long. */
    void rerun(Task task) {
        attempts.add(task, this);
    }

    /** A task is forgotten: nothing that is heard of it matters any more. */
    void forget(Task task) {
        open.remove(task.name);
    }

    /** An object may have been written. */
    void heard(String path) {
        if (!path.startsWith(ObjectName.resultPrefix(io.key()))) {
            return;
        }
        ObjectName.parse(path).ifPresent(name -> {
            if (name instanceof ObjectName.Value value) {
                look(value.task());
            } else if (name instanceof ObjectName.Failure failure) {
                look(failure.task());
            }
        });
    }

    /** Anything may have been missed: one listing tells, or a look at each, where a listing has what earlier jobs left. */
    void lookAtAll() {
        if (io.key().isOfCacheKey()) {
            List.copyOf(open.keySet()).forEach(this::look);
        } else if (attempts.running() > 0 && !stopped) {
            loop.run(
                    io.listResults(),
                    names -> names.forEach(this::heard),
                    error -> log.warn("Job {}: results could not be listed; trying again later.", io.key(), error));
        }
    }

    /** What became of a task is known. */
    void settle(Task task, Task.Outcome outcome) {
        attempts.withdraw(task);
        task.pause.dispose();
        task.outcome = outcome;
        task.phase = Task.Phase.SETTLED;
        task.settled = loop.now();
        boolean several =
                task.launches.stream().filter(launch -> !launch.accountedFor).count() > 1;
        // Which of several gave the result is not known here, and whichever it was has no more to say.
        task.launches.forEach(several ? attempts::kill : attempts::killLater);
        settled.accept(task);
    }

    /** Decides nothing more. */
    void stop() {
        stopped = true;
        open.values().forEach(task -> {
            attempts.withdraw(task);
            task.pause.dispose();
        });
    }

    /** Also when it was refused: an earlier attempt may have written late, and a refused one may run all the same. */
    @Override
    public void ended(Task.Launch launch) {
        look(launch.task.name);
    }

    @Override
    public void overdue(Task.Launch launch) {
        // It may have written its result, of which nobody has heard.
        look(launch.task.name);
    }

    private void look(TaskName name) {
        Task task = open.get(name);
        if (task == null || stopped || task.isSettled() || task.launches.isEmpty()) {
            return;
        }
        if (task.looking) {
            task.lookAgain = true;
            return;
        }
        task.looking = true;
        task.lookAgain = false;
        // An attempt is lost only if nothing is found by a look that began after its end.
        List<Task.Launch> endedBefore = task.launches.stream()
                .filter(launch -> launch.hasEnded() && !launch.accountedFor)
                .toList();
        boolean wanted = output.claim(task);
        loop.run(io.find(name, failuresThatCount(task), wanted), found -> looked(task, found, endedBefore), error -> {
            task.looking = false;
            output.unclaim(task);
            if (!stopped && !task.isSettled()) {
                settle(task, new Task.Outcome.Lost(DriverFailures.storage(error)));
            }
        });
    }

    /** Those of attempts that ended first: if the failure of another is found, they have none. */
    private static List<Integer> failuresThatCount(Task task) {
        return task.launches.stream()
                .filter(launch -> !launch.accountedFor && !launch.condemned)
                .sorted(Comparator.comparing(launch -> !launch.hasEnded()))
                .map(launch -> launch.number)
                .toList();
    }

    private void looked(Task task, Optional<JobIo.Found> found, List<Task.Launch> endedBefore) {
        task.looking = false;
        boolean over = stopped || task.isSettled();
        if (over || found.flatMap(JobIo.Found::result).isEmpty()) {
            output.unclaim(task);
        }
        if (over) {
            return;
        }
        ObjectName name = found.map(JobIo.Found::name).orElse(null);
        if (name instanceof ObjectName.Failure failure) {
            Optional<Task.Launch> failed = task.launch(failure.attempt());
            if (failed.isPresent() && failed.get().hasEnded()) {
                failed(failed.get(), failure);
                return;
            }
            // What the worker printed and how it ended is still to come.
            failed.ifPresent(attempts::killLater);
        } else if (name != null) {
            task.read = found.flatMap(JobIo.Found::result).orElse(null);
            settle(task, new Task.Outcome.Stored(name));
            return;
        }
        endedBefore.forEach(this::lost);
        if (task.isSettled()) {
            return;
        }
        task.launches.stream()
                .filter(launch -> launch.overdue != null && !launch.hasEnded() && !found(launch, name))
                .forEach(attempts::condemn);
        if (task.lookAgain) {
            look(task.name);
        }
    }

    private static boolean found(Task.Launch launch, @Nullable ObjectName name) {
        return name instanceof ObjectName.Failure failure && failure.attempt() == launch.number;
    }

    private static boolean hasEndedUnseen(Task task) {
        return task.launches.stream().anyMatch(launch -> launch.hasEnded() && !launch.accountedFor);
    }

    /** An attempt has ended and left a failure. */
    private void failed(Task.Launch launch, ObjectName.Failure name) {
        Task task = launch.task;
        Task.Outcome outcome = new Task.Outcome.Stored(name);
        if (!failures.matter(task)) {
            settle(task, outcome);
            return;
        }
        task.looking = true;
        loop.run(
                failures.read(name, task.items),
                read -> {
                    task.looking = false;
                    if (!stopped && !task.isSettled()) {
                        task.failedItems = read.failed();
                        conclude(
                                launch,
                                read.failure(),
                                new Retries.Loss(read.failure().kind(), read.retryable(), Duration.ZERO),
                                outcome);
                        if (task.lookAgain || hasEndedUnseen(task)) {
                            look(task.name);
                        }
                    }
                },
                error -> {
                    task.looking = false;
                    if (!stopped && !task.isSettled()) {
                        settle(task, outcome);
                    }
                });
    }

    /** An attempt has ended and left nothing. */
    private void lost(Task.Launch launch) {
        if (launch.exit == null) {
            launch.exit = UNKNOWN_EXIT;
        }
        FailureKind kind = kindOf(launch);
        FailureReport overdue = launch.condemned ? launch.overdue : null;
        FailureReport failure = overdue == null ? FailureReport.of(kind, "worker", launch.exit.reason()) : overdue;
        LaunchException refusal = launch.refusal;
        Retries.Loss loss = refusal == null
                ? new Retries.Loss(
                        failure.kind(), kind != FailureKind.LAUNCH && failures.mayBeRetried(failure), Duration.ZERO)
                : new Retries.Loss(kind, refusal.retryable(), refusal.retryAfter());
        tell.lost(launch, failure.kind(), failure.message());
        conclude(launch, failure, loss, new Task.Outcome.Lost(failure));
    }

    private static FailureKind kindOf(Task.Launch launch) {
        return (launch.exit == null ? UNKNOWN_EXIT : launch.exit).ifNoResult();
    }

    /** What follows from the end of an attempt that gave no value. */
    private void conclude(Task.Launch launch, FailureReport failure, Retries.Loss loss, Task.Outcome outcome) {
        Task task = launch.task;
        launch.accountedFor = true;
        launch.failure = failure;
        Budget budget = Budget.of(loss.kind());
        int earlier = (int) task.launches.stream()
                .filter(other -> other != launch && other.failure != null && Budget.of(other.failure.kind()) == budget)
                .count();
        Optional<Duration> pause = retries.pause(loss, earlier, random.getAsDouble());
        if (pause.isEmpty() && task.givenUp == null) {
            task.givenUp = outcome;
        }
        boolean result = outcome instanceof Task.Outcome.Stored;
        if (task.givenUp != null && (result || !task.isUnderWay())) {
            settle(task, task.givenUp);
        } else if (!task.isUnderWay()) {
            pause.ifPresent(wait -> {
                task.phase = Task.Phase.WAITING;
                tell.retried(launch, failure.kind(), wait);
                again(task, wait);
            });
        }
    }

    private void again(Task task, Duration pause) {
        if (pause.isZero()) {
            attempts.add(task, this);
        } else {
            task.pause = loop.after(pause, () -> {
                if (!stopped && !task.isSettled()) {
                    attempts.add(task, this);
                }
            });
        }
    }
}
