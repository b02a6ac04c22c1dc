package io.kubeface.reactor.engine;

import io.kubeface.reactor.Speculation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Runs stragglers of a job once more. Looks at what runs from its oldest on, no further. Belongs to the job's loop. */
final class Speculator {
    private static final Duration TICK = Duration.ofMillis(1);

    private final Loop loop;
    private final Attempts attempts;
    private final SpeculationRule rule;
    private final Consumer<Task> rerun;
    private final Durations times = new Durations();
    private long tasks;
    private long done;
    private Optional<Instant> due = Optional.empty();
    private Disposable timer = Disposables.disposed();

    /**
     * @param rerun launches a task once more when there is a slot
     */
    Speculator(Loop loop, Attempts attempts, Speculation options, Consumer<Task> rerun) {
        this.loop = loop;
        this.attempts = attempts;
        this.rule = new SpeculationRule(options);
        this.rerun = rerun;
    }

    /** There is a further task. */
    void begun() {
        tasks++;
    }

    /** What became of a task is known. */
    void settled(Task task) {
        done++;
        Instant settled = task.settled;
        if (settled != null && task.reruns == 0 && task.hasValue()) {
            task.launches.stream()
                    .filter(launch -> !launch.accountedFor)
                    .forEach(launch -> times.add(Duration.between(launch.launched, settled)));
        }
    }

    /**
     * Runs once more what takes too long by now, and comes back when the next does.
     *
     * @param allLaunched whether there is no input left, and no task that waits for its first launch
     */
    void advance(boolean allLaunched) {
        if (!rule.begins(allLaunched, tasks, done) || times.count() == 0) {
            return;
        }
        Duration threshold = times.at(rule.options().runtimePercentile());
        Instant now = loop.now();
        for (Task.Launch launch : attempts.oldestFirst()) {
            if (!mayBeRerun(launch)) {
                continue;
            }
            if (!rule.reruns(launch.task.reruns, Duration.between(launch.launched, now), threshold)) {
                comeBack(launch.launched.plus(threshold).plus(TICK), now);
                return;
            }
            launch.task.reruns++;
            rerun.accept(launch.task);
        }
    }

    /** Nothing more is run. */
    void stop() {
        timer.dispose();
    }

    private boolean mayBeRerun(Task.Launch launch) {
        Task task = launch.task;
        return !task.isSettled()
                && task.waiter == null
                && task.endedUnseen().isEmpty()
                && launch.number == task.launches.size()
                && task.reruns < rule.options().maxReruns();
    }

    /** A timer's only effect is a step of the job, which looks again. */
    private void comeBack(Instant time, Instant now) {
        if (!due.filter(time::equals).isPresent()) {
            due = Optional.of(time);
            timer.dispose();
            timer = loop.after(Duration.between(now, time), () -> {});
        }
    }
}
