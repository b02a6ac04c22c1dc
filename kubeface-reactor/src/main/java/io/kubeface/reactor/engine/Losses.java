package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What follows from the end of an attempt that gave no value: another attempt, now or after a pause, or the outcome of its
 * task. Belongs to the job's loop.
 */
final class Losses {
    private static final Exit UNKNOWN_EXIT =
            new Exit(FailureKind.WORKER_CRASH, "The worker ended; how is not known.", "", List.of());

    private final Loop loop;
    private final Attempts attempts;
    private final Retries retries;
    private final FailureObjects failures;
    private final DoubleSupplier random;
    private final Teller tell;

    /**
     * @param random from 0 to 1, for pauses
     */
    Losses(Loop loop, Attempts attempts, Retries retries, FailureObjects failures, DoubleSupplier random, Teller tell) {
        this.loop = loop;
        this.attempts = attempts;
        this.retries = retries;
        this.failures = failures;
        this.random = random;
        this.tell = tell;
    }

    /**
     * An attempt has ended and left nothing.
     *
     * @return what became of the task; empty when an attempt at it is under way or follows
     */
    Optional<Task.Outcome> lost(Task.Launch launch) {
        if (launch.exit == null) {
            launch.exit = UNKNOWN_EXIT;
        }
        FailureKind kind = launch.exit.ifNoResult();
        FailureReport overdue = launch.condemned ? launch.overdue : null;
        FailureReport failure = overdue == null ? FailureReport.of(kind, "worker", launch.exit.reason()) : overdue;
        LaunchException refusal = launch.refusal;
        Retries.Loss loss = refusal == null
                ? new Retries.Loss(
                        failure.kind(), kind != FailureKind.LAUNCH && failures.mayBeRetried(failure), Duration.ZERO)
                : new Retries.Loss(kind, refusal.retryable(), refusal.retryAfter());
        tell.lost(launch, failure.kind(), failure.message());
        return conclude(launch, failure, loss, new Task.Outcome.Lost(failure));
    }

    /**
     * An attempt has ended and left a failure.
     *
     * @param outcome of the task, if there is no other attempt
     * @return what became of the task; empty when an attempt at it is under way or follows
     */
    Optional<Task.Outcome> failed(Task.Launch launch, FailureObjects.Read read, Task.Outcome.Stored outcome) {
        FailureReport failure = read.failure();
        return conclude(launch, failure, new Retries.Loss(failure.kind(), read.retryable(), Duration.ZERO), outcome);
    }

    private Optional<Task.Outcome> conclude(
            Task.Launch launch, FailureReport failure, Retries.Loss loss, Task.Outcome outcome) {
        Task task = launch.task;
        launch.accountedFor = true;
        launch.failure = failure;
        Optional<Duration> pause = retries.pause(loss, earlier(launch, Budget.of(loss.kind())), random.getAsDouble());
        if (pause.isEmpty() && task.givenUp == null) {
            task.givenUp = outcome;
        }
        boolean result = outcome instanceof Task.Outcome.Stored;
        if (task.givenUp != null && (result || !task.isUnderWay())) {
            return Optional.of(task.givenUp);
        }
        if (!task.isUnderWay()) {
            pause.ifPresent(wait -> again(launch, failure.kind(), wait));
        }
        return Optional.empty();
    }

    /** How many attempts at the task were lost before, on the same budget. */
    private static int earlier(Task.Launch launch, Budget budget) {
        return (int) launch.task.launches.stream()
                .filter(other -> other != launch && other.failure != null && Budget.of(other.failure.kind()) == budget)
                .count();
    }

    private void again(Task.Launch launch, FailureKind kind, Duration pause) {
        Task task = launch.task;
        task.phase = Task.Phase.WAITING;
        tell.retried(launch, kind, pause);
        if (pause.isZero()) {
            attempts.add(task, launch.watcher);
        } else {
            task.pause = loop.after(pause, () -> {
                if (!task.isSettled()) {
                    attempts.add(task, launch.watcher);
                }
            });
        }
    }
}
