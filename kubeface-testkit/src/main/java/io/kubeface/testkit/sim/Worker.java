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
import java.util.function.Consumer;
import java.util.function.Predicate;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** A simulated worker process: reads its inputs, takes its time, writes its result and ends; or does not. */
final class Worker {
    private static final Duration BOOT = Duration.ofSeconds(20);
    private static final Duration LATE = Duration.ofMinutes(10);
    private static final Duration END = Duration.ofSeconds(2);
    private static final Duration STRAGGLING = Duration.ofHours(1);
    private static final ObjectInputFilter ALL = info -> ObjectInputFilter.Status.ALLOWED;

    private final World world;
    private final Hold launcher;
    private final List<Hold> holds = new ArrayList<>();
    private final AttemptSpec spec;
    private final Fate fate;
    private final boolean straggles;
    private Disposable next = Disposables.disposed();
    private List<ItemOutcome> outcomes = List.of();
    private Optional<Instant> began = Optional.empty();
    private Exit exit = new Exit(FailureKind.DISRUPTED, "removed", "", List.of());
    private boolean runs = true;
    private boolean declaredLost;
    private boolean wrote;
    private boolean wroteFailure;

    Worker(World world, Driver driver, AttemptSpec spec) {
        this.world = world;
        this.launcher = new Hold(driver, world.time.instant(), Optional.empty());
        holds.add(launcher);
        this.spec = spec;
        Scenario.Policies policies = world.scenario.policies();
        this.fate = Fate.drawn(world.chance, policies.timeout().isPresent());
        this.straggles = driver.attempts().straggles(spec);
        if (policies.schedulingTimeout().isEmpty() || !world.chance.strikes(Fault.NEVER_STARTS)) {
            next = after(BOOT, this::begin);
        }
    }

    /** The driver that launched it is told of it by this. */
    void toldBy(AttemptHandle its) {
        launcher.handle = Optional.of(its);
    }

    /** Another driver knows of it from now on, and finds what it has written. */
    void knownTo(Driver driver) {
        if (!outcomes.isEmpty()) {
            driver.attempts().executes(spec, outcomes.size());
        }
        if (wroteFailure) {
            driver.attempts().failureWritten(spec);
        }
    }

    /** That driver has it as well, and is told by this what there is to tell already. */
    void takenOverBy(Driver driver, AttemptHandle its) {
        Hold hold = new Hold(driver, world.time.instant(), Optional.of(its));
        holds.add(hold);
        if (!listed()) {
            hold.disowned = true;
            its.tellEnded(declaredLost ? exit() : exit, wrote && !mayBeRemoved());
            return;
        }
        if (began.isPresent()) {
            its.tellStarted();
        }
    }

    AttemptSpec spec() {
        return spec;
    }

    boolean runs() {
        return runs;
    }

    /** This driver has been told that it has ended. */
    void endIsToldTo(Driver driver) {
        hold(driver).ifPresent(hold -> hold.toldEnd = Optional.of(world.time.instant()));
    }

    /** How long it has run for this driver, as far as that knows. */
    Duration ran(Driver driver) {
        return hold(driver)
                .flatMap(hold -> began.map(then -> Duration.between(
                        then.isAfter(hold.since) ? then : hold.since, hold.toldEnd.orElse(world.time.instant()))))
                .orElse(Duration.ZERO);
    }

    private Optional<Hold> hold(Driver driver) {
        return holds.stream().filter(hold -> hold.driver == driver).findFirst();
    }

    /** When the platform accepted it. */
    Instant accepted() {
        return launcher.since;
    }

    /** Whether the platform says that it runs. */
    boolean listed() {
        return runs && !declaredLost;
    }

    /** Whether this driver has no reason to believe that it runs. */
    boolean disownedBy(Driver driver) {
        return hold(driver).map(hold -> hold.disowned).orElse(true);
    }

    /** Whether no driver has a reason to believe that it runs. */
    boolean disowned() {
        return holds.stream().allMatch(hold -> hold.disowned);
    }

    void disownBy(Driver driver) {
        hold(driver).ifPresent(hold -> hold.disowned = true);
    }

    /** Ends it where it is, as this driver wants. */
    void killBy(Driver driver) {
        if (runs) {
            Exit killed = new Exit(FailureKind.WORKER_CRASH, "killed by signal 9 (KILL)", "", List.of());
            world.history.add(toString(), "ends: " + killed.reason());
            vanish();
            told(its -> its.tellEnded(killed, false), hold -> hold.driver == driver);
            tellOthers(driver);
        }
    }

    /** It is no more; this driver, who removes it, is not told. */
    void removeBy(Driver driver) {
        if (runs) {
            vanish();
            tellOthers(driver);
        }
    }

    private void tellOthers(Driver driver) {
        Exit removed = new Exit(FailureKind.DISRUPTED, "removed by " + driver, "", List.of());
        told(its -> its.tellEnded(removed, false), hold -> hold.driver != driver);
    }

    /** It is no more, and nobody tells. */
    void vanish() {
        runs = false;
        next.dispose();
        world.ended(this);
        holds.forEach(hold -> hold.driver.ended(this));
    }

    private void told(Consumer<AttemptHandle> what, Predicate<Hold> which) {
        List.copyOf(holds).stream()
                .filter(hold -> !hold.disowned)
                .filter(which)
                .forEach(hold -> hold.handle.ifPresent(what));
    }

    private Disposable after(Duration longest, Runnable what) {
        Duration delay = world.chance.upTo(longest).dividedBy(world.scenario.pace());
        return world.time.after(world.nature, delay, "worker " + this, what);
    }

    private void begin() {
        told(AttemptHandle::tellStarted, hold -> true);
        began = Optional.of(world.time.instant());
        if (spec.address().attempt() > 1 && there(spec.address().value())) {
            // As the real one does: there is nothing left to do.
            next = after(END, () -> end(exit(), true));
            return;
        }
        if (!there(spec.address().job()) || !there(spec.address().input())) {
            // Another driver of the key that has a value removes the input.
            if (!disowned() && !there(spec.address().value())) {
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
            next = after(world.scenario.longestRun(), this::finish);
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
            int items = inputs.items();
            holds.forEach(hold -> hold.driver.attempts().executes(spec, items));
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
            launcher.driver.judge().stragglerEnds();
        }
        if (fate == Fate.HANGS_BEFORE) {
            world.history.add(toString(), "hangs");
        } else if (!fate.leavesResult()) {
            end(exit(), false);
        } else if (fate == Fate.DECLARED_LOST && !disowned()) {
            declaredLost = true;
            told(its -> its.tellEnded(exit(), false), hold -> true);
            holds.forEach(hold -> hold.disowned = true);
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
                world.wrote(name, disowned());
                wrote = true;
                if (failed) {
                    wroteFailure = true;
                    holds.forEach(hold -> hold.driver.attempts().failureWritten(spec));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Exit exit() {
        return new Exit(fate.exit(), fate.toString(), "", List.of());
    }

    /** Whether one who has it may have removed what it wrote before another looks. */
    private boolean mayBeRemoved() {
        return wroteFailure && holds.size() > 1;
    }

    private void end(Exit its, boolean there) {
        world.history.add(toString(), "ends: " + its.reason());
        vanish();
        exit = its;
        told(handle -> handle.tellEnded(its, there && !mayBeRemoved()), hold -> true);
    }

    @Override
    public String toString() {
        return launcher.driver + "/" + spec.address().task() + "-"
                + spec.address().attempt();
    }
}
