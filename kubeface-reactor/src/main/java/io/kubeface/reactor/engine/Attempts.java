package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.backend.LogContext;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What of a job runs: launches attempts as there are slots, hears of their ends, kills. What an end means is decided
 * elsewhere. Belongs to the job's loop.
 */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    /** How long a worker may take to end once its result is there. */
    private static final Duration END_GRACE = Duration.ofSeconds(10);

    /** A kill that is not answered for so long has failed: what cannot be reached must not hold up the job for ever. */
    private static final Duration KILL_LIMIT = Duration.ofMinutes(5);

    private final Loop loop;
    private final JobKey job;
    private final Backend backend;
    private final Slots slots;
    private final BiFunction<TaskName, Integer, AttemptSpec> specs;
    private final Deadlines deadlines;
    private final Teller tell;
    private final Map<TaskName, OrphanedAttempt> orphans = new HashMap<>();
    private final Set<Task.Launch> live = new LinkedHashSet<>();
    private int waiters;
    private int notLaunched;
    private boolean stopped;

    /**
     * @param specs makes what is launched of a task's name and an attempt's number
     * @param found attempts that are taken over instead of first launches of the same tasks; of several at one the first
     */
    Attempts(
            Loop loop,
            JobKey job,
            Backend backend,
            Slots slots,
            Policies policies,
            BiFunction<TaskName, Integer, AttemptSpec> specs,
            List<OrphanedAttempt> found,
            Teller tell) {
        this.loop = loop;
        this.job = job;
        this.backend = backend;
        this.slots = slots;
        this.deadlines = new Deadlines(loop, policies);
        this.specs = specs;
        this.tell = tell;
        found.forEach(orphan -> orphans.putIfAbsent(orphan.address().task(), orphan));
    }

    /** Attempts that hold a slot. */
    int running() {
        return live.size();
    }

    /** What runs, in the order of its launches; not to be changed meanwhile. */
    Iterable<Task.Launch> oldestFirst() {
        return live;
    }

    /** Whether nothing runs and no slot is to come. */
    boolean idle() {
        return live.isEmpty() && waiters == 0;
    }

    /** Tasks that wait for their first launch here. */
    int notLaunched() {
        return notLaunched;
    }

    /**
     * Launches an attempt at the task when there is a slot, unless the task is settled or the job stopped by then.
     *
     * @param watcher told what happens to the attempt
     */
    void add(Task task, Task.Watcher watcher) {
        if (stopped) {
            return;
        }
        if (task.launches.isEmpty()) {
            notLaunched++;
        }
        if (task.allEnded()) {
            task.phase = Task.Phase.WAITING;
        }
        Runnable waiter = () -> loop.execute(() -> launch(task, watcher));
        task.waiter = waiter;
        waiters++;
        slots.acquire(waiter);
    }

    /** No attempt at the task that waits for a slot is launched any more. */
    void withdraw(Task task) {
        Runnable waiter = task.waiter;
        // One that got its slot already gives it back when its turn comes.
        if (waiter != null && slots.withdraw(waiter)) {
            waiters--;
            task.waiter = null;
        }
    }

    /** Ends an attempt now. */
    void kill(Task.Launch launch) {
        Attempt handle = launch.handle;
        if (handle == null || launch.killed || launch.hasEnded()) {
            return;
        }
        launch.killed = true;
        tell.killed(launch);
        Mono<Task.Launch> killed = loop.limited(Mono.defer(handle::kill).thenReturn(launch), KILL_LIMIT);
        logged(
                launch,
                () -> loop.run(killed, this::ended, error -> {
                    logged(launch, () -> notKilled(launch, error));
                    ended(launch);
                }));
    }

    private void notKilled(Task.Launch launch, Throwable error) {
        log.warn("Job {}: attempt {} of task {} could not be killed.", job, launch.number, launch.task.name, error);
    }

    private static void logged(Task.Launch launch, Runnable code) {
        LogContext.attempt(launch.task.name.value(), launch.number, code);
    }

    /** Kills an attempt that takes longer than it may; what it writes from now on counts only if it is a value. */
    void condemn(Task.Launch launch) {
        launch.condemned = true;
        kill(launch);
    }

    /** Ends an attempt that has not ended by itself after a grace. */
    void killLater(Task.Launch launch) {
        if (!launch.hasEnded() && launch.killTimer.isDisposed()) {
            launch.killTimer = loop.after(END_GRACE, () -> kill(launch));
        }
    }

    /** Kills all that runs and launches nothing more. */
    void stop() {
        stopped = true;
        List.copyOf(live).forEach(this::kill);
    }

    private void launch(Task task, Task.Watcher watcher) {
        task.waiter = null;
        waiters--;
        if (stopped || task.isSettled()) {
            slots.release();
            return;
        }
        if (!task.endedUnseen().isEmpty()) {
            // A rerun waited for the slot of the very attempt that has now ended, and has perhaps left a value.
            task.reruns--;
            slots.release();
            return;
        }
        if (task.launches.isEmpty()) {
            notLaunched--;
        }
        int number = task.launches.size() + 1;
        AttemptSpec spec = specs.apply(task.name, number);
        OrphanedAttempt orphan = orphans.remove(task.name);
        TaskAddress address = orphan == null ? spec.address() : orphan.address();
        Task.Launch launch = new Task.Launch(task, number, address, loop.now(), watcher);
        task.launches.add(launch);
        task.phase = Task.Phase.ACTIVE;
        live.add(launch);
        tell.launched(launch);
        Mono<Attempt> accepted = Mono.defer(() -> orphan == null ? backend.launch(spec) : orphan.adoption())
                .switchIfEmpty(Mono.error(() -> new LaunchException(
                        FailureKind.LAUNCH,
                        false,
                        "The backend " + backend.name() + " gave no attempt, which is a defect of it.",
                        null)));
        logged(launch, () -> loop.run(accepted, handle -> launched(launch, handle), error -> refused(launch, error)));
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
        } else {
            deadlines.launched(launch);
        }
    }

    private void refused(Task.Launch launch, Throwable error) {
        LaunchException refusal = error instanceof LaunchException known
                ? known
                : new LaunchException(
                        FailureKind.LAUNCH,
                        false,
                        error.getMessage() == null ? error.toString() : error.getMessage(),
                        error);
        launch.refusal = refusal;
        launch.exit = new Exit(refusal.kind(), String.valueOf(refusal.getMessage()), "", List.of());
        ended(launch);
    }

    private void happened(Task.Launch launch, AttemptEvent event) {
        if (event instanceof AttemptEvent.Started started) {
            launch.started = loop.now();
            launch.place = started.place();
            tell.started(launch);
            deadlines.started(launch);
        } else if (event instanceof AttemptEvent.Ended ended) {
            launch.exit = ended.exit();
            ended(launch);
        }
    }

    private void ended(Task.Launch launch) {
        if (launch.hasEnded()) {
            return;
        }
        launch.ended = loop.now();
        // What it needed to run is not held while its result waits.
        launch.handle = null;
        launch.killTimer.dispose();
        launch.deadline.dispose();
        live.remove(launch);
        slots.release();
        tell.ended(launch);
        launch.watcher.ended(launch);
    }
}
