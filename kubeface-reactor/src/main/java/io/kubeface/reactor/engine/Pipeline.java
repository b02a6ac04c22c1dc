package io.kubeface.reactor.engine;

import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.events.ObjectEvent;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.util.context.Context;

/**
 * The parts of a job that has been set up, and the way of its tasks from each to the next: taken, written, run, settled,
 * given, removed. When that begins and ends is decided elsewhere. Belongs to the job's loop.
 */
final class Pipeline<T, R extends @Nullable Object> {
    private final Engine engine;
    private final JobSetup setup;
    private final Teller tell;
    private final Optional<Progress> progress;
    private final Limits limits;
    private final InputSide<T> input;
    private final Intake intake;
    private final Attempts attempts;
    private final Decisions decisions;
    private final Hints hints;
    private final Optional<Speculator> speculator;
    private final Completing completing;
    private final OutputSide<R> output;
    private final Closing<R> closing;
    private final Cleaner cleaner;
    private final Lease lease;
    private final Set<Task> open = new LinkedHashSet<>();
    private boolean stopped;

    /**
     * Makes parts that wait for {@link #subscribeTo}; the job's lease is kept from now on.
     *
     * @param context of the job's subscriber
     * @param hintLost called when something was written of which nothing told
     */
    Pipeline(
            Engine engine,
            JobPlan<T, R> plan,
            JobSetup setup,
            Loop loop,
            Context context,
            Emitter<R> emitter,
            Teller tell,
            Optional<Progress> progress,
            Runnable hintLost) {
        this.engine = engine;
        this.setup = setup;
        this.tell = tell;
        this.progress = progress;
        JobIo io = setup.io();
        Policies policies = plan.policies();
        this.limits = engine.options().limits(plan.itemsPerTask());
        this.input = new InputSide<>(
                loop,
                engine.schedulers().emitting(),
                context,
                plan.itemsPerTask(),
                plan.maxWait(),
                plan.numItems(),
                this::begun,
                this::filled);
        this.intake = new Intake(loop, io, setup.book(), tell, this::written, this::known);
        this.attempts = new Attempts(
                loop, io.key(), engine.backend(), engine.slots(), policies, this::spec, setup.orphans(), tell);
        this.completing = new Completing(policies.completion());
        Results<R> results =
                new Results<>(setup.id(), io, new Logs(io, plan.storing().keep().logs()), intake::again);
        this.output = new OutputSide<>(loop, plan.ordered(), results, emitter, this::given, this::done);
        this.closing = new Closing<>(loop, setup.id(), input, completing, results, output);
        FailureObjects failures = new FailureObjects(io, policies.retry(), completing.counts());
        this.decisions = new Decisions(
                loop,
                io,
                attempts,
                output,
                failures,
                new Untold(loop, engine.options().sweep().first(), hintLost),
                new Losses(loop, attempts, engine.options().retries(policies), failures, engine.jitter(), tell),
                this::settled);
        this.hints = new Hints(loop, io, attempts, decisions);
        this.speculator = policies.speculation().map(rule -> new Speculator(loop, attempts, rule, decisions::rerun));
        this.cleaner = new Cleaner(loop, io, plan.storing());
        this.lease = new Lease(loop, io, engine.options().driverLossGrace(), setup.orphans());
        lease.keep();
    }

    JobSetup setup() {
        return setup;
    }

    Closing<R> closing() {
        return closing;
    }

    Cleaner cleaner() {
        return cleaner;
    }

    Lease lease() {
        return lease;
    }

    /** Begins. */
    void subscribeTo(Publisher<T> source) {
        input.subscribeTo(source);
    }

    /** Something may have been written. */
    void heard(ObjectEvent event) {
        hints.heard(event);
    }

    /** Hints may have been lost. */
    void lookAtAll() {
        hints.sweep();
    }

    /**
     * Takes and runs as much as there is room for, and gives what is known.
     *
     * @param requested results that the subscriber has asked for since the beginning
     */
    void advance(long requested) {
        long demand = requested == Long.MAX_VALUE ? Long.MAX_VALUE : requested - output.emitted();
        input.want(limits.tasksToBegin(demand, open.size(), notLaunched(), attempts.running()));
        give(requested);
        speculator.ifPresent(rule -> rule.advance(input.ended() && notLaunched() == 0));
    }

    private int notLaunched() {
        return intake.unwritten() + attempts.notLaunched();
    }

    /**
     * What is known and asked for goes to the subscriber, what is given is removed, and both are told of.
     *
     * @param total results that may be given since the beginning
     */
    void give(long total) {
        output.advance(total);
        cleaner.advance();
        count();
        progress.ifPresent(Progress::advance);
    }

    /** Notes the numbers of this step. */
    void count() {
        tell.stepped(input.total(), input.taken(), output.emitted());
    }

    /** Whether the inputs have ended, all results have been given, and nothing runs. */
    boolean completed() {
        return input.ended() && open.isEmpty() && attempts.idle();
    }

    /** What the source ended with; empty when it completed or has not ended. */
    Optional<Throwable> sourceError() {
        return input.error();
    }

    /** Takes, writes and launches nothing more, and ends what runs. */
    void stop() {
        if (!stopped) {
            stopped = true;
            input.stop();
            intake.stop();
            decisions.stop();
            attempts.stop();
            speculator.ifPresent(Speculator::stop);
        }
    }

    /** Stops, and gives nothing more. */
    void drop() {
        stop();
        output.stop();
    }

    /** Whether nothing runs and nothing will. */
    boolean idle() {
        return attempts.idle();
    }

    /** Tasks whose results are not given are done with. */
    void discardOpen() {
        open.forEach(input::discard);
        open.forEach(cleaner::add);
        open.clear();
    }

    private AttemptSpec spec(TaskName task, int attempt) {
        TaskAddress address = new TaskAddress(engine.storage(), setup.name(), task, attempt);
        return new AttemptSpec(
                address, setup.manifest(), setup.code(), engine.options().deleteInputs());
    }

    private void begun(Task task) {
        open.add(task);
        intake.begun(task);
        output.begun(task);
        speculator.ifPresent(Speculator::begun);
    }

    private void filled(Task task) {
        intake.filled(task);
    }

    private void written(Task task) {
        decisions.add(task);
    }

    private void known(Task task, Task.Outcome outcome) {
        decisions.settle(task, outcome);
    }

    private void settled(Task task) {
        tell.settled(task);
        if (intake.settled(task)) {
            completing.reopened(task);
            output.unclaim(task);
        } else {
            speculator.ifPresent(rule -> rule.settled(task));
            output.settled(task);
        }
        completing.settled(task);
    }

    private void given(Task task, Result<R> result) {
        tell.given(task, result);
        completing.given(task, result);
    }

    private void done(Task task) {
        task.phase = Task.Phase.DONE;
        task.inputs = null;
        open.remove(task);
        tell.emitted(task);
        decisions.forget(task);
        cleaner.add(task);
    }
}
