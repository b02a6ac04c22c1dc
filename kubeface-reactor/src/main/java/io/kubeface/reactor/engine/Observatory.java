package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobObserver;
import io.kubeface.reactor.JobSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/** Where all that a client's jobs tell comes together, and what becomes of it. Safe for use by several threads. */
final class Observatory {
    private static final Logger log = LoggerFactory.getLogger(Observatory.class);
    private static final JobSink LOG = new JobLog();

    /** Ended jobs whose last snapshot is kept. */
    private static final int KEPT = 20;

    private final EventHub hub;
    private final List<JobObserver> observers;
    private final Map<String, Supplier<JobSnapshot>> running = new LinkedHashMap<>();
    private final Deque<JobSnapshot> ended = new ArrayDeque<>();

    Observatory(EngineSchedulers schedulers, List<JobObserver> observers) {
        this.hub = new EventHub(schedulers);
        this.observers = List.copyOf(observers);
    }

    Flux<JobEvent> events() {
        return hub.events();
    }

    /** Jobs that ended, the oldest of them first, then those that go on. */
    synchronized List<JobSnapshot> jobs() {
        List<JobSnapshot> jobs = new ArrayList<>(ended);
        running.values().forEach(job -> jobs.add(job.get()));
        return jobs;
    }

    /** How one of these stands. */
    synchronized Optional<JobSnapshot> job(String id) {
        Supplier<JobSnapshot> goesOn = running.get(id);
        return goesOn == null
                ? ended.stream().filter(job -> job.job().equals(id)).findFirst()
                : Optional.of(goesOn.get());
    }

    void close() {
        hub.close();
    }

    /**
     * A job begins; called on its loop.
     *
     * @param snapshot how it stands, on any thread
     * @param context of its subscriber
     * @return where it tells what happens
     */
    JobSink begin(JobEvent.JobBegan began, Supplier<JobSnapshot> snapshot, ContextView context) {
        synchronized (this) {
            running.put(began.job(), snapshot);
        }
        List<JobSink> sinks = new ArrayList<>();
        // First, so that who is told of the end finds the job among those that ended.
        sinks.add(this::remember);
        sinks.add(LOG);
        sinks.add(hub::tell);
        observers.forEach(observer -> sinks.add(new Guarded(observer, began, context)));
        JobSink all = event -> sinks.forEach(sink -> sink.tell(event));
        all.tell(began);
        return all;
    }

    private void remember(JobEvent.OfJob event) {
        if (event instanceof JobEvent.JobEnded last) {
            synchronized (this) {
                running.remove(last.job());
                ended.add(last.snapshot());
                if (ended.size() > KEPT) {
                    ended.remove();
                }
            }
        }
    }

    /** An observer of one job, which may throw. */
    private static final class Guarded implements JobSink {
        private Consumer<JobEvent.OfJob> told;

        Guarded(JobObserver observer, JobEvent.JobBegan began, ContextView context) {
            told = event -> {};
            guarded(began, () -> told = observer.begins(began, context));
        }

        @Override
        public void tell(JobEvent.OfJob event) {
            guarded(event, () -> told.accept(event));
        }

        private void guarded(JobEvent.OfJob event, Runnable code) {
            try {
                code.run();
            } catch (RuntimeException | Error e) {
                told = later -> {};
                log.warn("Job {}: an observer threw and is told nothing more of it; the job goes on.", event.job(), e);
            }
        }
    }
}
