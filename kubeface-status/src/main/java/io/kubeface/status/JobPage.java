package io.kubeface.status;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobPages;
import io.kubeface.reactor.JobSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The page of one job, written when it begins, then at most every two seconds while something happens and every half minute
 * while nothing does, and when it ends. Events may be told by any thread; everything else is done by the scheduler's one.
 */
final class JobPage implements Consumer<JobEvent.OfJob> {
    /** No two writings begin within this, but for the last. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    /** A page that is older is written anew though nothing happened: times on it have changed. */
    static final Duration OLDEST = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(JobPage.class);

    private final JobId job;
    private final JobPages.Environment environment;
    private final Scheduler scheduler;
    private final Consumer<JobPage> over;
    private final JobTracker tracker;
    private final Sinks.Empty<Void> written = Sinks.empty();
    private volatile boolean ended;
    private long lastChanges = -1;
    private long lastWritten;
    private boolean warned;

    /**
     * The page of a job that begins.
     *
     * @param over told when nothing more is to be written
     */
    JobPage(JobEvent.JobBegan began, JobPages.Environment environment, Scheduler scheduler, Consumer<JobPage> over) {
        this.job = new JobId(began.job());
        this.environment = environment;
        this.scheduler = scheduler;
        this.over = over;
        this.tracker = new JobTracker(began);
    }

    void begin() {
        scheduler.schedule(this::turn);
    }

    /** Completes when the last page is written, or could not be. */
    Mono<Void> written() {
        return written.asMono();
    }

    @Override
    public void accept(JobEvent.OfJob event) {
        tracker.accept(event);
        if (event instanceof JobEvent.JobEnded last) {
            ended = true;
            scheduler.schedule(() -> end(last.snapshot()));
        }
    }

    private void turn() {
        if (ended) {
            return;
        }
        long now = scheduler.now(TimeUnit.MILLISECONDS);
        long changes = tracker.changes();
        if (changes != lastChanges || now - lastWritten >= OLDEST.toMillis()) {
            lastChanges = changes;
            lastWritten = now;
            guarded(() -> {
                Optional<JobSnapshot> snapshot = environment.snapshots().apply(job.value());
                if (snapshot.isPresent()) {
                    write(true, tracker.status(snapshot.get()));
                }
            });
        }
        if (!ended) {
            scheduler.schedule(this::turn, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void end(JobSnapshot last) {
        guarded(() -> {
            write(false, tracker.status(last));
            environment
                    .store()
                    .delete(List.of(
                            name(true, ObjectName.Status.Format.HTML).path(),
                            name(true, ObjectName.Status.Format.JSON).path()));
        });
        over.accept(this);
        written.tryEmitEmpty();
    }

    private void write(boolean active, JobStatus status) throws IOException {
        ObjectStore store = environment.store();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        StatusJson.write(status, json);
        byte[] html = StatusHtml.render(status);
        store.put(
                name(active, ObjectName.Status.Format.JSON).path(), PutMode.REPLACE, "application/json", json::writeTo);
        store.put(
                name(active, ObjectName.Status.Format.HTML).path(),
                PutMode.REPLACE,
                "text/html; charset=utf-8",
                out -> out.write(html));
    }

    private ObjectName.Status name(boolean active, ObjectName.Status.Format format) {
        return new ObjectName.Status(active, job, format);
    }

    /** What is done for a page. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** Whatever fails here is told once, and the job goes on. */
    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException | Error e) {
            if (!warned) {
                warned = true;
                log.warn("Job {}: its status page cannot be written; the job goes on.", job, e);
            }
        }
    }
}
