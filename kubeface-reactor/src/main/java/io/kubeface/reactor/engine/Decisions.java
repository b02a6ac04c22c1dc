package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.backend.Exit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a written input to a known outcome. Every hint leads to a look at the store, and only what is seen there, or an
 * end with nothing there, decides. Belongs to the job's loop.
 */
final class Decisions {
    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    private static final Exit UNKNOWN_EXIT =
            new Exit(FailureKind.WORKER_CRASH, "The worker ended; how is not known.", "", List.of());

    private final Loop loop;
    private final JobIo io;
    private final Attempts attempts;
    private final Retries retries;
    private final Teller tell;
    private final Consumer<Task> settled;
    private final Map<TaskName, Task> open = new HashMap<>();
    private boolean stopped;

    /**
     * @param settled called when the outcome of a task is known, once a task
     */
    Decisions(Loop loop, JobIo io, Attempts attempts, Retries retries, Teller tell, Consumer<Task> settled) {
        this.loop = loop;
        this.io = io;
        this.attempts = attempts;
        this.retries = retries;
        this.tell = tell;
        this.settled = settled;
    }

    /** A task's input is written: launch it when there is a slot. */
    void add(Task task) {
        open.put(task.name, task);
        attempts.add(task, this::ended);
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

    /** Anything may have been missed: one listing tells. */
    void lookAtAll() {
        if (attempts.running() > 0 && !stopped) {
            loop.run(
                    io.listResults(),
                    names -> names.forEach(this::heard),
                    error -> log.warn("Job {}: results could not be listed; trying again later.", io.key(), error));
        }
    }

    /** What became of a task is known. */
    void settle(Task task, Task.Outcome outcome) {
        attempts.withdraw(task);
        task.outcome = outcome;
        task.phase = Task.Phase.SETTLED;
        task.settled = loop.now();
        task.launches.forEach(attempts::killLater);
        settled.accept(task);
    }

    /** Decides nothing more. */
    void stop() {
        stopped = true;
        open.values().forEach(attempts::withdraw);
    }

    private void ended(Task.Launch launch) {
        if (launch.refusal == null) {
            look(launch.task.name);
        } else if (!stopped && !launch.task.isSettled()) {
            lost(launch);
        }
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
        List<Task.Launch> endedBefore =
                task.launches.stream().filter(Task.Launch::hasEnded).toList();
        List<Integer> numbers =
                task.launches.stream().map(launch -> launch.number).toList();
        loop.run(io.find(name, numbers), found -> looked(task, found, endedBefore), error -> {
            task.looking = false;
            if (!stopped && !task.isSettled()) {
                settle(task, new Task.Outcome.Lost(DriverFailures.storage(error)));
            }
        });
    }

    private void looked(Task task, Optional<ObjectName> found, List<Task.Launch> endedBefore) {
        task.looking = false;
        if (stopped || task.isSettled()) {
            return;
        }
        ObjectName name = found.orElse(null);
        if (name instanceof ObjectName.Failure failure && !ended(task, failure)) {
            // What the worker printed and how it ended is still to come.
            task.launch(failure.attempt()).ifPresent(attempts::killLater);
        } else if (name != null) {
            settle(task, new Task.Outcome.Stored(name));
            return;
        } else {
            endedBefore.stream().filter(launch -> !launch.accountedFor).forEach(this::lost);
        }
        if (task.lookAgain) {
            look(task.name);
        }
    }

    private static boolean ended(Task task, ObjectName.Failure failure) {
        return task.launch(failure.attempt()).map(Task.Launch::hasEnded).orElse(true);
    }

    private static FailureKind kindOf(Task.Launch launch) {
        Exit exit = launch.exit;
        return exit == null ? UNKNOWN_EXIT.ifNoResult() : exit.ifNoResult();
    }

    private static boolean retryable(Task.Launch launch) {
        return launch.refusal == null ? kindOf(launch) != FailureKind.LAUNCH : launch.refusal.retryable();
    }

    private void lost(Task.Launch launch) {
        Task task = launch.task;
        launch.accountedFor = true;
        if (launch.exit == null) {
            launch.exit = UNKNOWN_EXIT;
        }
        FailureKind kind = kindOf(launch);
        launch.outcome = kind + ": " + launch.exit.reason();
        tell.lost(launch, kind, launch.exit.reason());
        int earlier = (int) task.launches.stream()
                .filter(other -> other != launch && other.accountedFor && retries.sameBudget(kindOf(other), kind))
                .count();
        Optional<Duration> pause = retries.pause(kind, retryable(launch), earlier);
        if (pause.isEmpty()) {
            settle(task, new Task.Outcome.Lost(FailureReport.of(kind, "worker", launch.exit.reason())));
            return;
        }
        log.info(
                "Job {}: attempt {} of task {} was lost ({}); trying again.",
                io.key(),
                launch.number,
                task.name,
                launch.outcome);
        task.phase = Task.Phase.WAITING;
        tell.retried(launch, kind, pause.get());
        if (pause.get().isZero()) {
            attempts.add(task, this::ended);
        } else {
            loop.after(pause.get(), () -> {
                if (!stopped && !task.isSettled()) {
                    attempts.add(task, this::ended);
                }
            });
        }
    }
}
