package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.events.ObjectEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * One subscription: a job. All of its state belongs to its {@link Loop}; each hint, whatever its order or number, only
 * leads to another {@link #step}, which decides from the state as it is.
 */
final class Job<T, R extends @Nullable Object> implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(Job.class);

    private enum Phase {
        WAITING_FOR_DEMAND,
        PREPARING,
        RUNNING,
        /** Its policy has decided: what runs is being ended, and results are given that are known. */
        CLOSING,
        /** No more results; what runs is being ended and what was written removed. */
        ENDING,
        ENDED
    }

    private final Engine engine;
    private final JobPlan<T, R> plan;
    private final Publisher<T> source;
    private final CoreSubscriber<? super Result<R>> subscriber;
    private final JobSetup.Factory setups;
    private final Loop loop;
    private final Emitter<R> emitter;
    private final Hearing hearing;
    private final Standing standing;
    private final Optional<Progress> progress;
    private final AtomicLong requested = new AtomicLong();
    private final Sinks.Empty<Void> terminated = Sinks.empty();
    private Phase phase = Phase.WAITING_FOR_DEMAND;
    private @Nullable Teller tell;
    private @Nullable Pipeline<T, R> pipeline;
    private @Nullable Ending ending;

    Job(
            Engine engine,
            JobPlan<T, R> plan,
            Publisher<T> source,
            CoreSubscriber<? super Result<R>> subscriber,
            JobSetup.Factory setups) {
        this.engine = engine;
        this.plan = plan;
        this.source = source;
        this.subscriber = subscriber;
        this.setups = setups;
        EngineSchedulers schedulers = engine.schedulers();
        this.loop = new Loop(schedulers.loop(), this::step, this::crashed);
        this.emitter = new Emitter<>(subscriber, schedulers.emitting(), this::cancel);
        this.hearing = new Hearing(loop, engine.events(), engine.options().sweep(), this::heard, this::lookAtAll);
        this.standing = new Standing(plan.name(), loop);
        this.progress = plan.listener()
                .map(listener ->
                        new Progress(listener, loop, schedulers.blocking(), standing::now, plan.itemsPerTask()));
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            IllegalArgumentException error = new IllegalArgumentException(
                    "A subscriber requested " + n + " results; request is 1 or more (Reactive Streams, rule 3.9).");
            loop.execute(() -> fail(error));
            return;
        }
        requested.accumulateAndGet(n, Operators::addCap);
        loop.execute(() -> {});
    }

    @Override
    public void cancel() {
        emitter.mute();
        loop.execute(() -> end(JobEvent.End.CANCELLED, Optional.empty(), () -> {}));
    }

    /** Ends the job with an error for its subscriber. */
    void abort(Throwable error) {
        loop.execute(() -> fail(error));
    }

    /** Begins; the subscriber has its subscription. */
    void start() {
        loop.start();
    }

    /** Completes when nothing of the job is left. */
    Mono<Void> terminated() {
        return terminated.asMono();
    }

    private void step() {
        Pipeline<T, R> parts = pipeline;
        switch (phase) {
            case WAITING_FOR_DEMAND -> {
                if (requested.get() > 0) {
                    phase = Phase.PREPARING;
                    loop.run(setups.id(), this::named, this::fail);
                }
            }
            case PREPARING -> {
                if (parts != null && hearing.begun()) {
                    phase = Phase.RUNNING;
                    hearing.sweep();
                    parts.subscribeTo(source);
                    run(parts);
                }
            }
            case RUNNING -> {
                if (parts != null) {
                    run(parts);
                }
            }
            case CLOSING -> {
                if (parts != null) {
                    close(parts);
                }
            }
            case ENDING, ENDED -> {}
        }
        // Also when it is this step that ended it: there may be no other.
        if (phase == Phase.ENDING && ending != null) {
            finish(ending);
        }
    }

    /** From here on nothing that the job's workers write is missed, while its code is still on its way to the store. */
    private void named(JobId id) {
        if (phase == Phase.PREPARING) {
            loop.about(id);
            standing.about(id);
            // What follows is still in a batch that began without a name.
            loop.logged(() -> {
                Teller teller = teller(id);
                tell = teller;
                hearing.start(plan.storing().key(id));
                loop.run(setups.create(id), setup -> prepared(setup, teller), this::fail);
            });
        }
    }

    private Teller teller(JobId id) {
        JobEvent.JobBegan began = new JobEvent.JobBegan(
                id.value(), loop.now(), plan.name(), engine.options().maxSimultaneousTasks());
        JobSink sink = engine.observatory().begin(began, standing::now, subscriber.currentContext());
        return new Teller(id, loop, standing, sink);
    }

    private void prepared(JobSetup setup, Teller teller) {
        teller.prepared(setup, engine.storage(), engine.backend().name(), OptionTexts.of(plan, engine.options()));
        Pipeline<T, R> parts = new Pipeline<>(
                engine, plan, setup, loop, subscriber.currentContext(), emitter, teller, progress, hearing::lost);
        pipeline = parts;
        if (phase == Phase.ENDING) {
            // All that is left to do is to remove what has been written.
            parts.drop();
        }
    }

    private void heard(ObjectEvent event) {
        Pipeline<T, R> parts = pipeline;
        // Without one nothing was launched, so nothing can have been written.
        if (parts != null) {
            parts.heard(event);
        }
    }

    private void lookAtAll() {
        Pipeline<T, R> parts = pipeline;
        if (parts != null) {
            parts.lookAtAll();
        }
    }

    private void run(Pipeline<T, R> parts) {
        parts.advance(requested.get());
        Completion.Verdict verdict = parts.closing().during();
        if (verdict != Completion.Verdict.GO_ON) {
            beginClosing(parts, verdict);
        } else if (parts.completed()) {
            endNaturally(parts);
        }
    }

    /** The subscriber has all results. */
    private void endNaturally(Pipeline<T, R> parts) {
        Optional<Throwable> error = parts.sourceError();
        if (error.isEmpty() && parts.closing().atEnd() == Completion.Verdict.FAIL) {
            beginClosing(parts, Completion.Verdict.FAIL);
        } else {
            completeOrFail(error);
        }
    }

    private void beginClosing(Pipeline<T, R> parts, Completion.Verdict verdict) {
        phase = Phase.CLOSING;
        hearing.stop();
        parts.stop();
        parts.closing().begin(verdict, requested.get(), this::fail);
        if (verdict == Completion.Verdict.SUCCEED) {
            close(parts);
        }
    }

    private void close(Pipeline<T, R> parts) {
        Closing<R> closing = parts.closing();
        parts.give(closing.limit(requested.get()));
        if (closing.finished()) {
            completeOrFail(closing.failure());
        }
    }

    private void completeOrFail(Optional<Throwable> error) {
        error.ifPresentOrElse(this::fail, () -> end(JobEvent.End.COMPLETED, Optional.empty(), subscriber::onComplete));
    }

    private void fail(Throwable error) {
        end(JobEvent.End.FAILED, Optional.of(error), () -> subscriber.onError(error));
    }

    /** Gives nothing more, and begins to clean up; the first to call this decides how the job ends. */
    private void end(JobEvent.End how, Optional<Throwable> error, Runnable signal) {
        if (phase == Phase.ENDING || phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDING;
        ending = new Ending(loop, engine.leftovers(), progress, how, error, signal);
        hearing.stop();
        Pipeline<T, R> parts = pipeline;
        if (parts != null) {
            parts.drop();
        }
        emitter.stop();
    }

    private void finish(Ending last) {
        Pipeline<T, R> parts = pipeline;
        if (parts != null) {
            parts.count();
        }
        if (!last.advance(parts)) {
            return;
        }
        phase = Phase.ENDED;
        if (parts != null) {
            parts.setup()
                    .book()
                    .ifPresent(book -> log.info("Job {}: {}.", parts.setup().id(), book.summary()));
        }
        if (tell != null) {
            tell.ended(last.how(), last.error());
        }
        loop.end();
        engine.ended(this, standing.allRead(last.how()));
        emitter.end(last.signal());
        terminated.tryEmitEmpty();
    }

    private void crashed(Throwable defect) {
        log.error("Job {}: the engine itself failed; the job ends.", plan.name(), defect);
        fail(defect);
    }
}
