package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/** Tells a listener how far a job is, not too often and never on the job's loop. Belongs to the loop. */
final class Progress {
    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Consumer<JobProgress> listener;
    private final Loop loop;
    private final Scheduler scheduler;
    private Instant next = Instant.MIN;
    private boolean busy;
    private boolean timer;
    private long succeeded;
    private long failed;

    Progress(Consumer<JobProgress> listener, Loop loop, Scheduler scheduler) {
        this.listener = listener;
        this.loop = loop;
        this.scheduler = scheduler;
    }

    /** What became of a task is known. */
    void settled(Task task) {
        if (task.outcome instanceof Task.Outcome.Stored stored && stored.name() instanceof ObjectName.Value) {
            succeeded += task.items;
        } else {
            failed += task.items;
        }
    }

    /** A result was read; in a group of which some failed, the others did not. */
    void given(Task task, boolean success) {
        boolean countedAsFailed =
                !(task.outcome instanceof Task.Outcome.Stored stored && stored.name() instanceof ObjectName.Value);
        if (success && countedAsFailed) {
            failed--;
            succeeded++;
        } else if (!success && !countedAsFailed) {
            succeeded--;
            failed++;
        }
    }

    /** Where the counters that others keep come from. */
    @FunctionalInterface
    interface Counters {
        JobProgress with(long succeeded, long failed);
    }

    /** Tells, if it is time to. */
    void advance(Counters counters) {
        Instant now = loop.now();
        if (busy || now.isBefore(next)) {
            if (!timer && !busy) {
                timer = true;
                loop.after(Duration.between(now, next), () -> timer = false);
            }
            return;
        }
        next = now.plus(PAUSE);
        tell(counters.with(succeeded, failed));
    }

    /** Tells the end, whatever the time. */
    void end(Counters counters) {
        tell(counters.with(succeeded, failed));
    }

    private void tell(JobProgress progress) {
        busy = true;
        loop.run(
                Blocking.call(scheduler, () -> {
                    listener.accept(progress);
                    return progress;
                }),
                told -> busy = false,
                error -> {
                    busy = false;
                    log.warn("Job {}: the progress listener threw; the job goes on.", progress.job(), error);
                });
    }

    /** The number of inputs, if it is known. */
    static OptionalLong total(OptionalLong announced, boolean ended, long taken) {
        return ended ? OptionalLong.of(taken) : announced;
    }
}
