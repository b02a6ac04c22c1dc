package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import java.time.Duration;

/** Tells of attempts that take longer to start, or to run, than they may. Belongs to the job's loop. */
final class Deadlines {
    private final Loop loop;
    private final Policies policies;

    Deadlines(Loop loop, Policies policies) {
        this.loop = loop;
        this.policies = policies;
    }

    /** The backend has accepted it. */
    void launched(Task.Launch launch) {
        if (launch.started == null && !launch.hasEnded()) {
            Duration longest = policies.schedulingTimeout();
            Duration left = longest.minus(Duration.between(launch.launched, loop.now()));
            launch.deadline = loop.after(
                    left.isNegative() ? Duration.ZERO : left,
                    () -> passed(
                            launch,
                            FailureKind.UNSCHEDULABLE,
                            "It was not seen to start within the schedulingTimeout of " + longest
                                    + " and was killed."));
        }
    }

    /** It runs. */
    void started(Task.Launch launch) {
        launch.deadline.dispose();
        if (!launch.condemned) {
            launch.overdue = null;
        }
        policies.timeout()
                .ifPresent(longest -> launch.deadline = loop.after(
                        longest,
                        () -> passed(
                                launch,
                                FailureKind.TIMEOUT,
                                "It ran for longer than the timeout of " + longest + " and was killed.")));
    }

    private static void passed(Task.Launch launch, FailureKind kind, String message) {
        if (!launch.hasEnded() && !launch.killed) {
            launch.overdue = FailureReport.of(kind, "timeout", message);
            launch.watcher.overdue(launch);
        }
    }
}
