package io.kubeface.testkit.sim;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Speculation;
import io.kubeface.reactor.backend.AttemptSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the attempts that one driver has launched, or taken over, against those that it may. */
final class AttemptJudge {
    /** How long after the end of a job something that was on its way may still begin. */
    private static final long SWITCHES_NANOS = 20_000_000L;

    private static final long GRACE_NANOS = 2_000_000_000L;
    /** After so long without a sign of life a driver's workers may be taken over, with the default grace. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final World world;
    private final Driver driver;
    private final Scenario.Job job;
    private final Scenario.Policies policies;
    private final Map<ObjectName.Value, TaskFile> tasks = new HashMap<>();
    private final Set<Worker> ended = new HashSet<>();
    private final Set<ObjectName.Failure> takenOver = new HashSet<>();
    private boolean asks;
    private boolean unlisted;

    AttemptJudge(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
        this.job = world.scenario.job();
        this.policies = world.scenario.policies();
    }

    /** What is known of the tasks that the driver has launched, by their values. */
    Map<ObjectName.Value, TaskFile> tasks() {
        return tasks;
    }

    /** The backend is asked for an attempt. */
    void launches(AttemptSpec spec) {
        checkTakenOver(spec);
        attempts(spec, "launches ");
    }

    /** The backend is asked to give what has outlived another driver. */
    void takesOver(Worker worker) {
        takenOver.add(worker.spec().address().failure());
        attempts(worker.spec(), "takes over " + worker + " for ");
    }

    /** Whether the attempt was taken over whose failure this is. */
    boolean tookOver(ObjectName.Failure failure) {
        return takenOver.contains(failure);
    }

    /** What outlived its driver is taken over before anything is launched beside it. */
    private void checkTakenOver(AttemptSpec spec) {
        if (!policies.keyed()
                || file(spec).launches > 0
                || unlisted
                || (driver.hasOwnBackend() && !asks)
                || driver.store().excuses()) {
            return;
        }
        world.running().stream()
                .filter(worker -> worker.listed() && worker.accepted().isBefore(driver.begin()))
                .filter(worker ->
                        worker.spec().address().value().equals(spec.address().value()))
                .filter(worker -> wasDead(worker.spec().address().job()))
                .findFirst()
                .ifPresent(worker -> world.violated(
                        "taking over",
                        "task " + spec.address().task() + " is launched beside " + worker
                                + ", whose driver was dead when " + driver + " began"));
    }

    /** Whether a job that has not ended had given no sign of life for long. */
    private boolean wasDead(ObjectName.Job of) {
        Optional<Instant> sign = world.lastSign(of.lease(), driver);
        return sign.isPresent()
                && sign.get().isBefore(driver.begin().minus(SILENCE))
                && world.store.stat(of.lease().path()).isPresent()
                && world.store.stat(of.ended().path()).isEmpty();
    }

    private void attempts(AttemptSpec spec, String how) {
        TaskFile file = file(spec);
        file.launches++;
        file.firstLaunch = file.firstLaunch < 0 ? world.time.nanos() : file.firstLaunch;
        world.history.add(
                driver.toString(),
                how + spec.address().task() + "-" + spec.address().attempt());
        if (driver.overSince() >= 0 && world.time.nanos() - driver.overSince() > GRACE_NANOS) {
            world.violated("I5", "an attempt is launched after the job's end");
        }
        Optional<World.Written> value = world.kept(spec.address().value());
        // A rerun may be on its way while the end is.
        long passed = world.time.nanos() - file.lastEnd;
        boolean knew = policies.speculation().isEmpty() || passed > SWITCHES_NANOS;
        if (value.isPresent() && value.get().nanos() < file.lastEnd && knew) {
            world.violated(
                    "retries",
                    "task " + spec.address().task()
                            + " is launched again, although its value was in the store before the end of its attempt");
        }
        if (driver.defaultPolicies()) {
            checkBudgets(spec, file);
            checkAlone(spec, file);
        }
        checkReuse(spec);
    }

    private void checkBudgets(AttemptSpec spec, TaskFile file) {
        int user = file.failuresWritten.size()
                + policies.timeout().map(limit -> file.overdue(driver, limit)).orElse(0);
        int reruns = policies.speculation().map(Speculation::maxReruns).orElse(0);
        int storage = Math.max(0, file.storage - job.storageRetries());
        if (file.crashes() + storage - Math.min(user, policies.userRetries()) - reruns > job.crashRetries() + 1) {
            world.violated(
                    "retries",
                    "task " + spec.address().task() + " is launched a " + file.launches + "th time, after "
                            + file.disruptions + " disruptions, " + user + " failures of the function and "
                            + file.storage + " of the storage, with " + job.crashRetries() + " retries");
        }
    }

    /** Only speculation runs a task twice at once. */
    private void checkAlone(AttemptSpec spec, TaskFile file) {
        boolean another = file.workers.stream().anyMatch(worker -> worker.runs() && !worker.disownedBy(driver));
        if (!another) {
            return;
        }
        file.reruns++;
        Optional<String> wrong = policies.speculation().map(this::tooEarly).orElse(Optional.of("without speculation"));
        if (wrong.isEmpty() && file.reruns > policies.speculation().get().maxReruns()) {
            wrong = Optional.of("more often than it may");
        }
        wrong.ifPresent(how -> world.violated(
                "speculation", "task " + spec.address().task() + " is launched beside an attempt that runs, " + how));
    }

    private Optional<String> tooEarly(Speculation rule) {
        boolean endless = world.scenario.inputs().kind() == Scenario.Inputs.Kind.ENDLESS;
        if (endless || driver.judge().pulled() < world.scenario.inputs().count()) {
            return Optional.of("before all inputs are taken");
        }
        long done = tasks.entrySet().stream()
                .filter(task -> task.getValue().lastEnd >= 0
                        || !task.getValue().failuresWritten.isEmpty()
                        || world.written(task.getKey()).isPresent()
                        || driver.judge().hasOutcome(task.getKey().task()))
                .count();
        // Tasks that were reused, or could not be written, are not known here.
        boolean unknown = policies.keyed() || driver.store().excuses();
        boolean enough = unknown || done * 100 >= tasks.size() * (100 - rule.percent());
        return enough ? Optional.empty() : Optional.of("when " + done + " of " + tasks.size() + " tasks are done");
    }

    private void checkReuse(AttemptSpec spec) {
        if (!policies.keyed()) {
            return;
        }
        world.store
                .stat(spec.address().value().path())
                .filter(value -> value.modified().isBefore(driver.begin()))
                .ifPresent(value -> world.violated(
                        "I6",
                        "task " + spec.address().task() + " is launched, although its value was there before " + driver
                                + " began"));
    }

    /** A worker has been started. */
    void began(Worker worker) {
        file(worker.spec()).workers.add(worker);
        long running =
                driver.workers().stream().filter(one -> !one.disownedBy(driver)).count();
        if (running > job.max()) {
            world.violated("I2", running + " attempts run, and at most " + job.max() + " may");
        }
    }

    /** The backend is asked what outlived its driver. */
    void asksForOrphans() {
        asks = true;
    }

    /** The backend could not tell what outlived its driver. */
    void notTold() {
        unlisted = true;
    }

    void refused(AttemptSpec spec, boolean retryable) {
        TaskFile file = file(spec);
        file.refusals++;
        file.refusedForGood |= !retryable;
        file.lastEnd = world.time.nanos();
    }

    /** The driver is told that a worker has ended. */
    void toldEnd(Worker worker, FailureKind kind) {
        if (ended.add(worker)) {
            worker.endIsToldTo(driver);
            TaskFile file = file(worker.spec());
            file.disruptions += kind == FailureKind.DISRUPTED ? 1 : 0;
            file.storage += kind == FailureKind.STORAGE ? 1 : 0;
            file.outOfMemory |= kind == FailureKind.OUT_OF_MEMORY;
            file.lastEnd = world.time.nanos();
        }
    }

    void failureWritten(AttemptSpec spec) {
        file(spec).failuresWritten.add(world.time.nanos());
    }

    /** A worker calls the function. */
    void executes(AttemptSpec spec, int items) {
        file(spec).items = items;
        if (items > job.itemsPerTask()) {
            world.violated("I1", "task " + spec.address().task() + " has " + items + " inputs");
        }
    }

    /** Whether this is the worker that takes an hour. */
    boolean straggles(AttemptSpec spec) {
        return world.scenario.hazards().containsKey(Fault.STRAGGLER)
                && spec.address().attempt() == 1
                && spec.address().task().equals(TaskName.ofSequence(0));
    }

    private TaskFile file(AttemptSpec spec) {
        return tasks.computeIfAbsent(spec.address().value(), name -> new TaskFile());
    }
}
