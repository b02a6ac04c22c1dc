package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The middle of a job: from a written input to a known outcome. Every hint leads to a look at the store, and only what
 * is seen there, or an end with nothing there, decides. Belongs to the job's loop.
 */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    /** How long a worker may take to end once its result is there. */
    private static final Duration END_GRACE = Duration.ofSeconds(10);

    private static final Exit UNKNOWN_EXIT =
            new Exit(FailureKind.WORKER_CRASH, "The worker ended; how is not known.", "", List.of());

    private final Loop loop;
    private final JobIo io;
    private final Backend backend;
    private final Slots slots;
    private final Retries retries;
    private final BiFunction<TaskName, Integer, AttemptSpec> specs;
    private final Consumer<Task> settled;
    private final Map<TaskName, Task> open = new HashMap<>();
    private final Set<Task.Launch> live = new HashSet<>();
    private int waiters;
    private int notLaunched;
    private long retried;
    private boolean stopped;

    /**
     * @param specs makes what is launched of a task's name and an attempt's number
     * @param settled called when the outcome of a task is known, once a task
     */
    Attempts(
            Loop loop,
            JobIo io,
            Backend backend,
            Slots slots,
            Retries retries,
            BiFunction<TaskName, Integer, AttemptSpec> specs,
            Consumer<Task> settled) {
        this.loop = loop;
        this.io = io;
        this.backend = backend;
        this.slots = slots;
        this.retries = retries;
        this.specs = specs;
        this.settled = settled;
    }

    /** Attempts that hold a slot. */
    int running() {
        return live.size();
    }

    /** Whether nothing runs and no slot is to come. */
    boolean idle() {
        return live.isEmpty() && waiters == 0;
    }

    /** Tasks that wait for their first launch here. */
    int notLaunched() {
        return notLaunched;
    }

    /** Launches beyond each task's first. */
    long retried() {
        return retried;
    }

    /** A task's input is written: launch it when there is a slot. */
    void add(Task task) {
        open.put(task.name, task);
        notLaunched++;
        await(task);
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
        if (!live.isEmpty() && !stopped) {
            loop.run(
                    io.listResults(),
                    names -> names.forEach(this::heard),
                    error -> log.warn("Job {}: results could not be listed; trying again later.", io.key(), error));
        }
    }

    /** Kills all that runs and launches nothing more. */
    void stop() {
        stopped = true;
        open.values().forEach(this::withdraw);
        List.copyOf(live).forEach(this::kill);
    }

    private void await(Task task) {
        task.phase = Task.Phase.WAITING;
        Runnable waiter = () -> loop.execute(() -> launch(task));
        task.waiter = waiter;
        waiters++;
        slots.acquire(waiter);
    }

    private void withdraw(Task task) {
        Runnable waiter = task.waiter;
        // One that got its slot already gives it back when its turn comes.
        if (waiter != null && slots.withdraw(waiter)) {
            waiters--;
            task.waiter = null;
        }
    }

    private void launch(Task task) {
        task.waiter = null;
        waiters--;
        if (stopped || task.isSettled()) {
            slots.release();
            return;
        }
        if (task.launches.isEmpty()) {
            notLaunched--;
        } else {
            retried++;
        }
        Task.Launch launch = new Task.Launch(task, task.launches.size() + 1, loop.now());
        task.launches.add(launch);
        task.phase = Task.Phase.ACTIVE;
        live.add(launch);
        loop.run(
                Mono.defer(() -> backend.launch(specs.apply(task.name, launch.number)))
                        .switchIfEmpty(Mono.error(() -> new LaunchException(
                                FailureKind.LAUNCH,
                                false,
                                "The backend " + backend.name() + " gave no attempt, which is a defect of it.",
                                null))),
                handle -> launched(launch, handle),
                error -> launchFailed(launch, error));
    }

    private void launched(Task.Launch launch, Attempt handle) {
        launch.handle = handle;
        handle.events()
                .subscribe(
                        event -> loop.execute(() -> happened(launch, event)),
                        error -> loop.execute(() -> kill(launch)),
                        // Events that end without an end were lost.
                        () -> loop.execute(() -> kill(launch)));
        if (stopped || launch.task.isSettled()) {
            kill(launch);
        }
    }

    private void launchFailed(Task.Launch launch, Throwable error) {
        boolean retryable = error instanceof LaunchException refused && refused.retryable();
        FailureKind kind = error instanceof LaunchException refused ? refused.kind() : FailureKind.LAUNCH;
        String reason = error.getMessage() == null ? error.toString() : error.getMessage();
        launch.exit = new Exit(kind, reason, "", List.of());
        release(launch);
        if (!stopped && !launch.task.isSettled()) {
            lost(launch, retryable);
        }
    }

    private void happened(Task.Launch launch, AttemptEvent event) {
        if (event instanceof AttemptEvent.Started started) {
            launch.started = loop.now();
            launch.place = started.place();
        } else if (event instanceof AttemptEvent.Ended ended) {
            launch.exit = ended.exit();
            ended(launch);
        }
    }

    private void ended(Task.Launch launch) {
        if (launch.hasEnded()) {
            return;
        }
        release(launch);
        look(launch.task.name);
    }

    private void release(Task.Launch launch) {
        launch.ended = loop.now();
        launch.killTimer.dispose();
        live.remove(launch);
        slots.release();
    }

    private void kill(Task.Launch launch) {
        Attempt handle = launch.handle;
        if (handle == null || launch.killed || launch.hasEnded()) {
            return;
        }
        launch.killed = true;
        loop.run(Mono.defer(handle::kill).thenReturn(launch), this::ended, error -> {
            log.warn(
                    "Job {}: attempt {} of task {} could not be killed.",
                    io.key(),
                    launch.number,
                    launch.task.name,
                    error);
            ended(launch);
        });
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
            task.launch(failure.attempt()).ifPresent(this::killLater);
        } else if (name != null) {
            settle(task, new Task.Outcome.Stored(name));
            return;
        } else {
            endedBefore.stream()
                    .filter(launch -> !launch.accountedFor)
                    .forEach(launch -> lost(launch, kindOf(launch) != FailureKind.LAUNCH));
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

    private void lost(Task.Launch launch, boolean retryable) {
        Task task = launch.task;
        launch.accountedFor = true;
        if (launch.exit == null) {
            launch.exit = UNKNOWN_EXIT;
        }
        FailureKind kind = kindOf(launch);
        launch.outcome = kind + ": " + launch.exit.reason();
        int earlier = (int) task.launches.stream()
                .filter(other -> other != launch && other.accountedFor && retries.sameBudget(kindOf(other), kind))
                .count();
        Optional<Duration> pause = retries.pause(kind, retryable, earlier);
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
        if (pause.get().isZero()) {
            await(task);
        } else {
            loop.after(pause.get(), () -> {
                if (!stopped && !task.isSettled()) {
                    await(task);
                }
            });
        }
    }

    /** What became of a task is known. */
    void settle(Task task, Task.Outcome outcome) {
        withdraw(task);
        task.outcome = outcome;
        task.phase = Task.Phase.SETTLED;
        task.settled = loop.now();
        task.launches.forEach(this::killLater);
        settled.accept(task);
    }

    private void killLater(Task.Launch launch) {
        if (!launch.hasEnded() && launch.killTimer.isDisposed()) {
            launch.killTimer = loop.after(END_GRACE, () -> kill(launch));
        }
    }
}
