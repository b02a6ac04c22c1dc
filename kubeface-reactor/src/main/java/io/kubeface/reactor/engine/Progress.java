package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobProgress;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.backend.LogContext;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final Supplier<JobSnapshot> standing;
    private final int itemsPerTask;
    private Instant next = Instant.MIN;
    private boolean busy;
    private boolean timer;

    /**
     * @param scheduler where the listener may block
     * @param standing how the job stands
     */
    Progress(
            Consumer<JobProgress> listener,
            Loop loop,
            Scheduler scheduler,
            Supplier<JobSnapshot> standing,
            int itemsPerTask) {
        this.listener = listener;
        this.loop = loop;
        this.scheduler = scheduler;
        this.standing = standing;
        this.itemsPerTask = itemsPerTask;
    }

    /** Tells, if it is time to. */
    void advance() {
        Instant now = loop.now();
        if (busy || now.isBefore(next)) {
            if (!timer && !busy) {
                timer = true;
                loop.after(Duration.between(now, next), () -> timer = false);
            }
            return;
        }
        next = now.plus(PAUSE);
        tell();
    }

    /** Tells the end, whatever the time. */
    void end() {
        tell();
    }

    private void tell() {
        JobProgress progress = progress(standing.get());
        busy = true;
        loop.run(
                Blocking.call(scheduler, () -> {
                    LogContext.run(LogContext.JOB, progress.job(), () -> listener.accept(progress));
                    return progress;
                }),
                told -> busy = false,
                error -> {
                    busy = false;
                    log.warn("Job {}: the progress listener threw; the job goes on.", progress.job(), error);
                });
    }

    private JobProgress progress(JobSnapshot job) {
        return new JobProgress(
                job.job(),
                job.inputs().total(),
                job.inputs().taken(),
                job.attempts().running() * itemsPerTask,
                job.inputs().succeeded(),
                job.inputs().failed(),
                job.inputs().emitted(),
                job.attempts().retries(),
                job.elapsed());
    }
}
