package io.kubeface.testkit.sim;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.InputReader;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.RunReport;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Exit;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** A simulated worker process: reads its inputs, takes its time, writes its result and ends; or does not. */
final class Worker {
    private static final Duration BOOT = Duration.ofSeconds(20);
    private static final Duration RUN = Duration.ofMinutes(2);
    private static final Duration LATE = Duration.ofMinutes(10);
    private static final Duration END = Duration.ofSeconds(2);
    private static final Duration STRAGGLING = Duration.ofHours(1);
    private static final ObjectInputFilter ALL = info -> ObjectInputFilter.Status.ALLOWED;

    private final World world;
    private final Driver driver;
    private final AttemptSpec spec;
    private final Fate fate;
    private final boolean straggles;
    private Optional<AttemptHandle> handle = Optional.empty();
    private Disposable next = Disposables.disposed();
    private List<ItemOutcome> outcomes = List.of();
    private Optional<Instant> began = Optional.empty();
    private Optional<Instant> toldEnd = Optional.empty();
    private boolean runs = true;
    private boolean disowned;

    Worker(World world, Driver driver, AttemptSpec spec) {
        this.world = world;
        this.driver = driver;
        this.spec = spec;
        Scenario.Policies policies = world.scenario.policies();
        this.fate = Fate.drawn(world.chance, policies.timeout().isPresent());
        this.straggles = driver.judge().straggles(spec);
        if (policies.schedulingTimeout().isEmpty() || !world.chance.strikes(Fault.NEVER_STARTS)) {
            next = after(BOOT, this::begin);
        }
    }

    /** It is told of by this. */
    void toldBy(AttemptHandle its) {
        handle = Optional.of(its);
    }

    AttemptSpec spec() {
        return spec;
    }

    boolean runs() {
        return runs;
    }

    /** Its driver has been told that it has ended. */
    void endIsTold() {
        toldEnd = Optional.of(world.time.instant());
    }

    /** How long it has run, as far as its driver knows. */
    Duration ran() {
        return began.map(then -> Duration.between(then, toldEnd.orElse(world.time.instant())))
                .orElse(Duration.ZERO);
    }

    /** Whether its driver has no reason to believe that it runs. */
    boolean disowned() {
        return disowned;
    }

    void disown() {
        disowned = true;
    }

    /** Ends it where it is. */
    void kill() {
        if (runs) {
            end(new Exit(FailureKind.WORKER_CRASH, "killed by signal 9 (KILL)", "", List.of()), false);
        }
    }

    /** It is no more, and nobody tells. */
    void vanish() {
        runs = false;
        next.dispose();
        driver.ended(this);
    }

    private Disposable after(Duration longest, Runnable what) {
        Duration delay = world.chance.upTo(longest).dividedBy(world.scenario.pace());
        return world.time.after(world.nature, delay, "worker " + this, what);
    }

    private void begin() {
        handle.ifPresent(AttemptHandle::tellStarted);
        began = Optional.of(world.time.instant());
        if (spec.address().attempt() > 1 && there(spec.address().value())) {
            // As the real one does: there is nothing left to do.
            next = after(END, () -> end(exit(), true));
            return;
        }
        if (!there(spec.address().job()) || !there(spec.address().input())) {
            // Another driver of the key that has a value removes the input.
            if (!disowned && !there(spec.address().value())) {
                world.violated("I5", "what worker " + this + " needs was removed before it ran");
            }
            next = after(END, () -> end(exit(), false));
            return;
        }
        outcomes = call();
        world.willWrite(spec.address().value());
        world.history.add(toString(), "runs, " + fate);
        if (straggles) {
            world.chance.happened(Fault.STRAGGLER);
            next = world.time.after(world.nature, STRAGGLING, "worker " + this, this::finish);
        } else {
            next = after(RUN, this::finish);
        }
    }

    private boolean there(ObjectName name) {
        return world.store.stat(name.path()).isPresent();
    }

    @SuppressWarnings("unchecked") // Simulated jobs have no other functions.
    private List<ItemOutcome> call() {
        DecodeScope scope = new DecodeScope(Worker.class.getClassLoader(), ALL);
        List<ItemOutcome> called = new ArrayList<>();
        // What one that is not believed in any more writes late is as often a failure as a value.
        boolean throwing =
                world.chance.strikes(Fault.USER_ERROR) || (fate == Fate.DECLARED_LOST && world.chance.coin());
        try (InputReader inputs = world.objects.openInputs(spec.address().input(), scope)) {
            TaskFunction<Integer, Integer> function = (TaskFunction<Integer, Integer>)
                    world.objects.readFunction(spec.address().job(), scope);
            driver.judge().executes(spec, inputs.items());
            int failing = throwing ? world.chance.below(inputs.items()) : -1;
            while (inputs.hasNext()) {
                Integer input = (Integer) Objects.requireNonNull(inputs.next());
                called.add(called.size() == failing ? failed(input) : new ItemOutcome.Value(function.apply(input), 0));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The function of simulated jobs does not throw.", e);
        }
        return called;
    }

    private static ItemOutcome failed(Integer input) {
        return new ItemOutcome.Failed(FailureReport.of(
                FailureKind.USER_ERROR, "java.lang.ArithmeticException", "Simulated, for " + input + "."));
    }

    private void finish() {
        if (straggles) {
            driver.judge().stragglerEnds();
        }
        if (fate == Fate.HANGS_BEFORE) {
            world.history.add(toString(), "hangs");
        } else if (!fate.leavesResult()) {
            end(exit(), false);
        } else if (fate == Fate.DECLARED_LOST && !disowned) {
            disown();
            handle.ifPresent(its -> its.tellEnded(exit(), false));
            next = after(LATE, () -> {
                write();
                vanish();
            });
        } else {
            write();
            if (fate != Fate.HANGS_AFTER) {
                next = after(END, () -> end(exit(), true));
            }
        }
    }

    private void write() {
        boolean failed = outcomes.stream().anyMatch(ItemOutcome.Failed.class::isInstance);
        ObjectName name = failed ? spec.address().failure() : spec.address().value();
        RunReport run = new RunReport(
                spec.address().attempt(),
                began.orElseThrow(),
                world.time.instant(),
                "simulated",
                1,
                "17",
                "simulated",
                1);
        try {
            if (world.objects.writeResult(name, run, outcomes)) {
                world.history.add(toString(), "writes " + name.path());
                world.wrote(name, disowned);
                if (failed) {
                    driver.judge().failureWritten(spec);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Exit exit() {
        return new Exit(fate.exit(), fate.toString(), "", List.of());
    }

    private void end(Exit exit, boolean wrote) {
        world.history.add(toString(), "ends: " + exit.reason());
        vanish();
        if (!disowned) {
            handle.ifPresent(its -> its.tellEnded(exit, wrote));
        }
    }

    @Override
    public String toString() {
        return driver + "/" + spec.address().task() + "-" + spec.address().attempt();
    }
}
