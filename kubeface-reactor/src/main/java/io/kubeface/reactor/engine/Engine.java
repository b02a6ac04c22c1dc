package io.kubeface.reactor.engine;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.events.ObjectEvents;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the jobs of one client share. Safe for use by several threads. */
public final class Engine {
    private final ObjectStore store;
    private final Backend backend;
    private final ObjectEvents events;
    private final EngineOptions options;
    private final EngineSchedulers schedulers;
    private final Preparation preparation;
    private final Slots slots;
    private final Set<Job<?, ?>> jobs = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Makes an engine; nothing is started before the first job is subscribed to.
     *
     * @param code the driver's code, staged when this is first subscribed to and kept
     */
    public Engine(
            ObjectStore store,
            Codecs codecs,
            ClassLoader loader,
            Mono<StagedCode> code,
            Backend backend,
            ObjectEvents events,
            EngineOptions options,
            EngineSchedulers schedulers) {
        this.store = store;
        this.backend = backend;
        this.events = events;
        this.options = options;
        this.schedulers = schedulers;
        this.preparation = new Preparation(store, codecs, loader, code, options, schedulers);
        this.slots = new Slots(options.maxSimultaneousTasks());
    }

    /** A cold flux: each subscription is a job. */
    public <T, R extends @Nullable Object> Flux<Result<R>> job(JobPlan<T, R> plan, Publisher<T> inputs) {
        return JobFlux.create(this, plan, inputs);
    }

    <T, R extends @Nullable Object> void start(
            JobPlan<T, R> plan, Publisher<T> inputs, CoreSubscriber<? super Result<R>> subscriber) {
        // Taken now, on the subscriber's thread: an MDC belongs to it.
        Map<String, String> propagated = preparation.propagated(subscriber.currentContext());
        Job<T, R> job = new Job<>(this, plan, inputs, subscriber, () -> preparation.prepare(plan, propagated));
        jobs.add(job);
        subscriber.onSubscribe(job);
        if (closed.get()) {
            job.abort(closedError());
        }
    }

    /**
     * Ends all jobs; their subscribers get an error. Idempotent.
     *
     * @return completes when nothing of them is left
     */
    public Mono<Void> close() {
        return Mono.defer(() -> {
            closed.set(true);
            return Flux.fromIterable(jobs)
                    .doOnNext(job -> job.abort(closedError()))
                    .flatMap(Job::terminated)
                    .then();
        });
    }

    private static IllegalStateException closedError() {
        return new IllegalStateException("The Kubeface client was closed; make a new one for further jobs.");
    }

    void ended(Job<?, ?> job) {
        jobs.remove(job);
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

    Slots slots() {
        return slots;
    }

    String storage() {
        return store.url();
    }
}
