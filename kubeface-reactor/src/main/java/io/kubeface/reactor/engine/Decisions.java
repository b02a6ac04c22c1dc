package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From a written input to a known outcome. Every hint leads to a look at the store, and only what is seen there, or an
 * end with nothing there, decides. Belongs to the job's loop.
 */
final class Decisions implements Task.Watcher {
    private final Loop loop;
    private final JobIo io;
    private final Attempts attempts;
    private final OutputSide<?> output;
    private final FailureObjects failures;
    private final Untold untold;
    private final Losses losses;
    private final Consumer<Task> settled;
    private final Map<TaskName, Task> open = new HashMap<>();
    private boolean stopped;

    /**
     * @param output knows which results are waited for
     * @param settled called when the outcome of a task is known, once a task
     */
    Decisions(
            Loop loop,
            JobIo io,
            Attempts attempts,
            OutputSide<?> output,
            FailureObjects failures,
            Untold untold,
            Losses losses,
            Consumer<Task> settled) {
        this.loop = loop;
        this.io = io;
        this.attempts = attempts;
        this.output = output;
        this.failures = failures;
        this.untold = untold;
        this.losses = losses;
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

    /** The tasks that are not forgotten. */
    List<TaskName> open() {
        return List.copyOf(open.keySet());
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
        if (launch.killed) {
            look(launch.task.name);
        } else {
            told(launch.task.name);
        }
    }

    @Override
    public void overdue(Task.Launch launch) {
        // It may have written its result, of which nobody has heard.
        look(launch.task.name);
    }

    /** A hint says that something has become of a task. */
    void told(TaskName name) {
        untold.told(name);
        look(name, true);
    }

    /** Something may have become of a task, though nothing says so. */
    void look(TaskName name) {
        look(name, false);
    }

    private void look(TaskName name, boolean told) {
        Task task = open.get(name);
        if (task == null || stopped || task.isSettled() || task.launches.isEmpty()) {
            return;
        }
        task.told |= told;
        if (task.looking) {
            task.lookAgain = true;
            return;
        }
        task.looking = true;
        task.lookAgain = false;
        // An attempt is lost only if nothing is found by a look that began after its end.
        List<Task.Launch> endedBefore = task.endedUnseen();
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
    private static List<ObjectName.Failure> failuresThatCount(Task task) {
        return task.launches.stream()
                .filter(launch -> !launch.accountedFor && !launch.condemned)
                .sorted(Comparator.comparing(launch -> !launch.hasEnded()))
                .map(launch -> launch.address.failure())
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
            Optional<Task.Launch> failed = task.launch(failure);
            if (failed.isPresent() && failed.get().hasEnded()) {
                failed(failed.get(), failure);
                return;
            }
            // What the worker printed and how it ended is still to come.
            failed.ifPresent(attempts::killLater);
        } else if (name != null) {
            task.read = found.flatMap(JobIo.Found::result).orElse(null);
            if (!task.told) {
                untold.found(task.name);
            }
            settle(task, Task.Outcome.Stored.at(name));
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
        } else {
            task.told = false;
        }
    }

    private static boolean found(Task.Launch launch, @Nullable ObjectName name) {
        return launch.address.failure().equals(name);
    }

    /** An attempt has ended and left a failure. */
    private void failed(Task.Launch launch, ObjectName.Failure name) {
        Task task = launch.task;
        if (!failures.matter(task)) {
            settle(task, Task.Outcome.Stored.at(name));
            return;
        }
        task.looking = true;
        loop.run(
                failures.read(name, task.items),
                read -> {
                    task.looking = false;
                    if (!stopped && !task.isSettled()) {
                        losses.failed(launch, read, new Task.Outcome.Stored(name, read.failed(), null))
                                .ifPresent(last -> settle(task, last));
                        if (task.lookAgain || !task.endedUnseen().isEmpty()) {
                            look(task.name);
                        }
                    }
                },
                error -> {
                    task.looking = false;
                    if (!stopped && !task.isSettled()) {
                        settle(task, unread(task, name, error));
                    }
                });
    }

    private Task.Outcome unread(Task task, ObjectName.Failure name, Throwable error) {
        return failures.countsInputsOf(task)
                ? new Task.Outcome.Stored(name, task.items, DriverFailures.result(error))
                : Task.Outcome.Stored.at(name);
    }

    /** An attempt has ended and left nothing. */
    private void lost(Task.Launch launch) {
        losses.lost(launch).ifPresent(outcome -> settle(launch.task, outcome));
    }
}
