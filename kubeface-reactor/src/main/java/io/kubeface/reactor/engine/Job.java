package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobFailedException;
import io.kubeface.reactor.JobProgress;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.events.ObjectEvent;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
    private final Limits limits;
    private final Loop loop;
    private final Emitter<R> emitter;
    private final InputSide<T> input;
    private final Hearing hearing;
    private final Set<Task> open = new LinkedHashSet<>();
    private final AtomicLong requested = new AtomicLong();
    private final Sinks.Empty<Void> terminated = Sinks.empty();
    private final Optional<Progress> progress;
    private final Counters counters = new Counters();
    private final Instant subscribed;
    private Phase phase = Phase.WAITING_FOR_DEMAND;
    private Runnable lastSignal = () -> {};
    private JobEvent.End end = JobEvent.End.COMPLETED;
    private Optional<Throwable> failure = Optional.empty();
    private @Nullable Teller tell;
    private @Nullable Parts<R> parts;
    private Completion.Verdict verdict = Completion.Verdict.GO_ON;
    /** Results asked for when the policy decided; no limit if it decided well. */
    private long owed = Long.MAX_VALUE;

    private @Nullable JobFailedException decided;
    private boolean lastCleaning;
    private boolean lastProgress;

    /** What exists once the job has been set up. */
    private record Parts<R extends @Nullable Object>(
            JobSetup setup,
            Teller tell,
            Intake intake,
            Attempts attempts,
            Decisions decisions,
            Optional<Speculator> speculator,
            Completing completing,
            Results<R> results,
            OutputSide<R> output,
            Cleaner cleaner,
            Lease lease) {}

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
        this.limits = engine.options().limits(plan.itemsPerTask());
        this.loop = new Loop(engine.schedulers().loop(), this::step, this::crashed);
        this.emitter = new Emitter<>(subscriber, engine.schedulers().emitting(), this::cancel);
        this.input = new InputSide<>(
                loop,
                engine.schedulers().emitting(),
                subscriber.currentContext(),
                plan.itemsPerTask(),
                plan.maxWait(),
                this::begun,
                this::filled);
        this.hearing = new Hearing(loop, engine.events(), engine.options().sweep(), this::heard);
        this.progress = plan.listener()
                .map(listener ->
                        new Progress(listener, loop, engine.schedulers().blocking()));
        this.subscribed = loop.now();
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
        Parts<R> job = parts;
        switch (phase) {
            case WAITING_FOR_DEMAND -> {
                if (requested.get() > 0) {
                    phase = Phase.PREPARING;
                    loop.run(setups.id(), this::named, this::fail);
                }
            }
            case PREPARING -> {
                if (job != null && hearing.begun()) {
                    begin();
                    run(job);
                }
            }
            case RUNNING -> {
                if (job != null) {
                    run(job);
                }
            }
            case CLOSING -> {
                if (job != null) {
                    close(job);
                }
            }
            case ENDING -> finish();
            case ENDED -> {}
        }
    }

    /** From here on nothing that the job's workers write is missed, while its code is still on its way to the store. */
    private void named(JobId id) {
        if (phase == Phase.PREPARING) {
            loop.about(id);
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
        JobSink sink = engine.observatory()
                .begin(
                        new JobEvent.JobBegan(
                                id.value(),
                                loop.now(),
                                plan.name(),
                                engine.options().maxSimultaneousTasks()),
                        () -> snapshot(id.value(), Optional.empty()),
                        subscriber.currentContext());
        return new Teller(id, loop, counters, sink);
    }

    private void prepared(JobSetup setup, Teller teller) {
        JobIo io = setup.io();
        teller.prepared(io);
        Attempts attempts = new Attempts(
                loop,
                io.key(),
                engine.backend(),
                engine.slots(),
                plan.policies(),
                (task, attempt) -> spec(setup, task, attempt),
                teller);
        Policies policies = plan.policies();
        Completing completing = new Completing(policies.completion());
        Intake intake = new Intake(loop, io, setup.book(), teller, this::written, this::known);
        Results<R> results = new Results<>(setup.id(), io, intake::again);
        OutputSide<R> output = new OutputSide<>(loop, plan.ordered(), results, emitter, this::given, this::done);
        Decisions decisions = new Decisions(
                loop,
                io,
                attempts,
                output,
                engine.options().retries(policies),
                new FailureObjects(io, policies.retry(), completing.counts()),
                engine.jitter(),
                teller,
                this::settled);
        Lease lease = new Lease(loop, io, engine.options().driverLossGrace());
        Optional<Speculator> speculator =
                policies.speculation().map(rule -> new Speculator(loop, attempts, rule, decisions::rerun));
        parts = new Parts<>(
                setup,
                teller,
                intake,
                attempts,
                decisions,
                speculator,
                completing,
                results,
                output,
                new Cleaner(loop, io, plan.storing()),
                lease);
        lease.keep();
    }

    private void begin() {
        phase = Phase.RUNNING;
        hearing.sweep();
        input.subscribeTo(source);
    }

    private AttemptSpec spec(JobSetup setup, TaskName task, int attempt) {
        TaskAddress address = new TaskAddress(engine.storage(), setup.name(), task, attempt);
        return new AttemptSpec(
                address, setup.manifest(), setup.code(), engine.options().deleteInputs());
    }

    private void heard(ObjectEvent event) {
        Parts<R> job = parts;
        if (job == null) {
            // Nothing was launched, so nothing can have been written.
            return;
        }
        if (event instanceof ObjectEvent.Written written) {
            job.decisions().heard(written.name());
        } else {
            job.decisions().lookAtAll();
        }
    }

    private void run(Parts<R> job) {
        long demand = requested.get() == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : requested.get() - job.output().emitted();
        Attempts attempts = job.attempts();
        input.want(limits.tasksToBegin(
                demand, open.size(), job.intake().unwritten() + attempts.notLaunched(), attempts.running()));
        give(job, requested.get());
        job.speculator()
                .ifPresent(speculator -> speculator.advance(
                        input.ended() && job.intake().unwritten() == 0 && attempts.notLaunched() == 0));
        verdict = job.completing().during(total());
        if (verdict != Completion.Verdict.GO_ON) {
            beginClosing(job);
        } else if (input.ended() && open.isEmpty() && attempts.idle()) {
            endNaturally(job);
        }
    }

    /** The subscriber has all results. */
    private void endNaturally(Parts<R> job) {
        verdict = job.completing().atEnd(input.taken());
        if (input.error().isPresent()) {
            fail(input.error().get());
            finish();
        } else if (verdict == Completion.Verdict.FAIL) {
            beginClosing(job);
        } else {
            complete();
            finish();
        }
    }

    private void beginClosing(Parts<R> job) {
        phase = Phase.CLOSING;
        String id = job.setup().id().value();
        log.info("Job {}: {}", id, job.completing().reason(total()));
        stopWork(job);
        job.output().dropUnsettled();
        if (verdict == Completion.Verdict.FAIL) {
            owed = requested.get();
            loop.run(
                    job.completing().failure(id, total(), input.taken(), job.results()::read),
                    failed -> decided = failed,
                    this::fail);
        } else {
            close(job);
        }
    }

    private void close(Parts<R> job) {
        give(job, Math.min(requested.get(), owed));
        if (!job.output().exhausted(owed)) {
            return;
        }
        if (verdict == Completion.Verdict.SUCCEED) {
            complete();
            finish();
        } else if (decided != null) {
            fail(decided);
            finish();
        }
    }

    /** What is known and asked for goes to the subscriber, what is given is removed, and both are told of. */
    private void give(Parts<R> job, long total) {
        job.output().advance(total);
        job.cleaner().advance();
        count();
        progress.ifPresent(listener -> listener.advance(this::progress));
    }

    private void complete() {
        end(JobEvent.End.COMPLETED, Optional.empty(), subscriber::onComplete);
    }

    private void stopWork(Parts<R> job) {
        hearing.stop();
        input.stop();
        job.intake().stop();
        job.decisions().stop();
        job.attempts().stop();
        job.speculator().ifPresent(Speculator::stop);
    }

    /** How many inputs there are, if that is known. */
    private OptionalLong total() {
        if (input.ended()) {
            return OptionalLong.of(input.taken());
        }
        OptionalLong announced = plan.numItems();
        return announced.isPresent() && announced.getAsLong() >= input.taken() ? announced : OptionalLong.empty();
    }

    private void count() {
        Parts<R> job = parts;
        if (job != null) {
            job.tell().stepped(total(), input.taken(), job.output().emitted());
        }
    }

    /** How the job stands; on any thread. */
    private JobSnapshot snapshot(String id, Optional<JobEvent.End> ended) {
        Counts counts = counters.last();
        return new JobSnapshot(
                id,
                plan.name(),
                subscribed,
                loop.now(),
                ended,
                counts.inputs(),
                counts.tasks(),
                counts.attempts(),
                counters.queueTime().times(),
                counters.runTime().times());
    }

    private JobProgress progress() {
        Parts<R> job = parts;
        String id = job == null ? plan.name() : job.setup().id().value();
        return Progress.of(snapshot(id, Optional.empty()), plan.itemsPerTask());
    }

    private void begun(Task task) {
        open.add(task);
        if (parts != null) {
            parts.intake().begun(task);
            parts.output().begun(task);
            parts.speculator().ifPresent(Speculator::begun);
        }
    }

    private void filled(Task task) {
        if (parts != null) {
            parts.intake().filled(task);
        }
    }

    private void written(Task task) {
        if (parts != null) {
            parts.decisions().add(task);
        }
    }

    private void known(Task task, Task.Outcome outcome) {
        if (parts != null) {
            parts.decisions().settle(task, outcome);
        }
    }

    private void settled(Task task) {
        Parts<R> job = parts;
        if (job != null) {
            job.tell().settled(task);
            if (job.intake().settled(task)) {
                job.completing().reopened(task);
                job.output().unclaim(task);
            } else {
                job.speculator().ifPresent(speculator -> speculator.settled(task));
                job.output().settled(task);
            }
            job.completing().settled(task);
        }
    }

    private void given(Task task, Result<R> result) {
        if (parts != null) {
            parts.tell().given(task, result);
            parts.completing().given(task, result);
        }
    }

    private void done(Task task) {
        Parts<R> job = parts;
        if (job != null && (phase == Phase.RUNNING || phase == Phase.CLOSING)) {
            task.phase = Task.Phase.DONE;
            task.inputs = null;
            open.remove(task);
            job.tell().emitted(task);
            job.decisions().forget(task);
            job.cleaner().add(task);
        }
    }

    private void fail(Throwable error) {
        end(JobEvent.End.FAILED, Optional.of(error), () -> subscriber.onError(error));
    }

    private void end(JobEvent.End how, Optional<Throwable> error, Runnable signal) {
        if (phase == Phase.ENDING || phase == Phase.ENDED) {
            return;
        }
        boolean stopped = phase == Phase.CLOSING;
        phase = Phase.ENDING;
        end = how;
        failure = error;
        lastSignal = signal;
        Parts<R> job = parts;
        if (job == null) {
            hearing.stop();
            input.stop();
        } else {
            if (!stopped) {
                stopWork(job);
            }
            job.output().stop();
        }
        emitter.stop();
    }

    private void finish() {
        count();
        Parts<R> job = parts;
        if (job != null) {
            if (!job.attempts().idle() || loop.pending() > 0) {
                return;
            }
            open.forEach(input::discard);
            open.forEach(job.cleaner()::add);
            open.clear();
            job.cleaner().advance();
            if (job.cleaner().idle() && !lastCleaning) {
                lastCleaning = true;
                endCleaning(job);
            }
            if (!job.cleaner().idle()) {
                return;
            }
        }
        if (loop.pending() > 0) {
            return;
        }
        if (!lastProgress && progress.isPresent()) {
            lastProgress = true;
            progress.get().end(this::progress);
            return;
        }
        phase = Phase.ENDED;
        if (job != null && job.setup().book().isPresent()) {
            log.info("Job {}: {}.", job.setup().id(), job.setup().book().get().summary());
        }
        if (tell != null) {
            tell.ended(end, failure, id -> snapshot(id, Optional.of(end)));
        }
        loop.end();
        engine.ended(this);
        emitter.end(lastSignal);
        terminated.tryEmitEmpty();
    }

    /** What says that there is a job goes when all else is gone: whoever finds it knows that something may be left. */
    private void endCleaning(Parts<R> job) {
        JobSetup setup = job.setup();
        job.lease().stop();
        engine.leftovers().ended(setup.name(), job.cleaner().kept());
        if (job.cleaner().kept()) {
            loop.run(
                    setup.io().markEnded(),
                    marked -> job.cleaner().add(setup.name().lease()),
                    error -> log.warn("Job {}: that it has ended could not be marked.", setup.id(), error));
        } else {
            job.cleaner().add(setup.name().lease());
            job.cleaner().add(setup.name());
            job.cleaner().advance();
        }
    }

    private void crashed(Throwable defect) {
        log.error("Job {}: the engine itself failed; the job ends.", plan.name(), defect);
        fail(defect);
    }
}
