package io.kubeface.reactor.engine;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobObserver;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.events.ObjectEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** What the jobs of one client share. Safe for use by several threads. */
public final class Engine {
    private final ObjectStore store;
    private final Backend backend;
    private final ObjectEvents events;
    private final EngineOptions options;
    private final EngineSchedulers schedulers;
    private final Preparation preparation;
    private final Slots slots;
    private final Leftovers leftovers;
    private final ClientObjects clientObjects;
    private final Observatory observatory;
    /** Seeded once: drawing from the schedulers' own may block. */
    private final SplittableRandom jitter;

    private final Set<Job<?, ?>> jobs = new HashSet<>();
    private boolean closed;

    /**
     * Makes an engine; nothing is started before the first job is subscribed to.
     *
     * @param code the driver's code, staged when this is first subscribed to and kept
     * @param observers told of each job
     */
    public Engine(
            ObjectStore store,
            Codecs codecs,
            ClassLoader loader,
            Mono<StagedCode> code,
            Backend backend,
            ObjectEvents events,
            EngineOptions options,
            EngineSchedulers schedulers,
            List<JobObserver> observers) {
        this.store = store;
        this.backend = backend;
        this.events = events;
        this.options = options;
        this.schedulers = schedulers;
        this.clientObjects = new ClientObjects(store, schedulers, options.driverLossGrace());
        this.preparation = new Preparation(store, codecs, loader, code, backend, clientObjects, options, schedulers);
        this.leftovers = new Leftovers(store, schedulers, options.driverLossGrace());
        this.slots = new Slots(options.maxSimultaneousTasks());
        this.observatory = new Observatory(schedulers, observers);
        this.jitter = new SplittableRandom(schedulers.random().nextLong());
    }

    /** A cold flux: each subscription is a job. */
    public <T, R extends @Nullable Object> Flux<Result<R>> job(JobPlan<T, R> plan, Publisher<T> inputs) {
        return JobFlux.create(this, plan, inputs);
    }

    <T, R extends @Nullable Object> void start(
            JobPlan<T, R> plan, Publisher<T> inputs, CoreSubscriber<? super Result<R>> subscriber) {
        // Taken now, on the subscriber's thread: an MDC belongs to it.
        Map<String, String> propagated = preparation.propagated(subscriber.currentContext());
        Job<T, R> job = new Job<>(this, plan, inputs, subscriber, preparation.prepare(plan, propagated));
        if (register(job)) {
            subscriber.onSubscribe(job);
            job.start();
        } else {
            Operators.error(subscriber, closedError());
        }
    }

    private synchronized boolean register(Job<?, ?> job) {
        return !closed && jobs.add(job);
    }

    private synchronized List<Job<?, ?>> closeRegister() {
        closed = true;
        return List.copyOf(jobs);
    }

    /**
     * Ends all jobs; their subscribers get an error. Idempotent.
     *
     * @return completes when nothing of them is left
     */
    public Mono<Void> close() {
        return close(false);
    }

    /**
     * As {@link #close()}.
     *
     * @param keepObjects whether the client's remote objects stay
     */
    public Mono<Void> close(boolean keepObjects) {
        return Flux.defer(() -> Flux.fromIterable(closeRegister()))
                .doOnNext(job -> job.abort(closedError()))
                .flatMap(Job::terminated)
                .then(clientObjects.close(keepObjects))
                .then(Mono.fromRunnable(observatory::close));
    }

    private static IllegalStateException closedError() {
        return new IllegalStateException("The Kubeface client was closed; make a new one for further jobs.");
    }

    /** What happens in all jobs from the subscription on, for each subscriber by itself. */
    public Flux<JobEvent> jobEvents() {
        return observatory.events();
    }

    /** The last jobs that ended, and those that go on. */
    public List<JobSnapshot> jobs() {
        return observatory.jobs();
    }

    /** How a job stands that goes on or ended not long ago; empty when there is none of that id. */
    public Optional<JobSnapshot> job(String id) {
        return observatory.job(id);
    }

    /**
     * A job has ended.
     *
     * @param allRead whether each of its attempts' results was read
     */
    synchronized void ended(Job<?, ?> job, boolean allRead) {
        jobs.remove(job);
        if (!allRead) {
            clientObjects.unsure();
        }
    }

    /** Whether workers remove their inputs once their result is durable. */
    public boolean deletesInputs() {
        return options.deleteInputs();
    }

    /** Removes what this client's jobs left that have ended, and what dead drivers left. */
    public Mono<CleanupReport> cleanup() {
        return leftovers.cleanup();
    }

    /**
     * Removes what lies under a name, if no job of it lives.
     *
     * @param name a job's id, or a key as it stands in the storage
     * @param cacheKey what the name would be as a cache key
     */
    public Mono<CleanupReport> cleanup(String name, JobKey cacheKey) {
        return leftovers.cleanup(name, cacheKey);
    }

    Leftovers leftovers() {
        return leftovers;
    }

    Backend backend() {
        return backend;
    }

    ObjectEvents events() {
        return events;
    }

    EngineOptions options() {
        return options;
    }

    EngineSchedulers schedulers() {
        return schedulers;
    }

    Observatory observatory() {
        return observatory;
    }

    Slots slots() {
        return slots;
    }

    /** From 0 to 1, for pauses; for the loop. */
    DoubleSupplier jitter() {
        return jitter::nextDouble;
    }

    String storage() {
        return store.url();
    }
}
