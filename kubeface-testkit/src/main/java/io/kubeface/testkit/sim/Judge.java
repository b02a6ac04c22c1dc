package io.kubeface.testkit.sim;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.JobFailedException;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.Speculation;
import io.kubeface.reactor.backend.AttemptSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what one driver does against what it may. */
final class Judge {
    /** So many calls of one kind fail before the engine gives up. */
    private static final int TRIES = 6;
    /** So often is a launch tried again that may work later. */
    private static final int LAUNCH_RETRIES = 40;
    /** So often is a task tried again that the storage failed, if crashed ones are. */
    private static final int STORAGE_RETRIES = 5;
    /** So many tasks' results are read at once. */
    private static final int READS = 2;
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
    private final Set<Long> indexes = new HashSet<>();
    private boolean unlisted;
    private long pulled;
    private long itemsRead;
    private long lastIndex = -1;
    private long succeeded;
    private final Set<String> succeededTasks = new HashSet<>();
    private final Set<String> failedTasks = new HashSet<>();

    Judge(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
        this.job = world.scenario.job();
        this.policies = world.scenario.policies();
    }

    /** Inputs that the source gave. */
    long pulled() {
        return pulled;
    }

    /** The source has given an input. */
    void pulls() {
        pulled++;
        long requested = driver.subscriber().requested();
        long demand = requested - driver.subscriber().received();
        long demandedTasks = demand / job.itemsPerTask() + (demand % job.itemsPerTask() == 0 ? 0 : 1);
        long tasks = Math.min(job.window(), Math.min(demandedTasks, Integer.MAX_VALUE) + job.prefetch());
        // A group of which a part was emitted is still open.
        long bound = requested == 0 ? 0 : tasks * job.itemsPerTask() + job.itemsPerTask() - 1;
        long open = pulled - driver.subscriber().received();
        if (open > bound) {
            world.violated(
                    "I3",
                    open + " inputs are taken and not emitted, and at most " + bound + " may be; " + demand
                            + " results are asked for");
        }
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
        if (!policies.keyed() || file(spec).launches > 0 || unlisted || excusesStorage()) {
            return;
        }
        world.running().stream()
                .filter(worker -> worker.listed() && worker.accepted() < driver.begin())
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
        Optional<Long> sign = world.lastSign(of.lease(), driver);
        return sign.isPresent()
                && sign.get() < driver.begin() - SILENCE.toNanos()
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
        Optional<World.Written> value = kept(spec.address().value());
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

    /** When a value was written, unless it lay under a cache key and somebody has cleaned up there. */
    private Optional<World.Written> kept(ObjectName.Value value) {
        return world.written(value)
                .filter(written ->
                        !policies.keyed() || world.store.stat(value.path()).isPresent());
    }

    private void checkBudgets(AttemptSpec spec, TaskFile file) {
        int user = file.failuresWritten.size()
                + policies.timeout().map(file::overdue).orElse(0);
        int reruns = policies.speculation().map(Speculation::maxReruns).orElse(0);
        int storage = Math.max(0, file.storage - storageRetries());
        if (file.crashes() + storage - Math.min(user, policies.userRetries()) - reruns > job.crashRetries() + 1) {
            world.violated(
                    "retries",
                    "task " + spec.address().task() + " is launched a " + file.launches + "th time, after "
                            + file.disruptions + " disruptions, " + user + " failures of the function and "
                            + file.storage + " of the storage, with " + job.crashRetries() + " retries");
        }
    }

    private int storageRetries() {
        return job.crashRetries() == 0 ? 0 : STORAGE_RETRIES;
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
        if (endless || pulled < world.scenario.inputs().count()) {
            return Optional.of("before all inputs are taken");
        }
        long done = tasks.entrySet().stream()
                .filter(task -> task.getValue().lastEnd >= 0
                        || !task.getValue().failuresWritten.isEmpty()
                        || world.written(task.getKey()).isPresent())
                .count();
        // Tasks that were reused, or could not be written, are not known here.
        boolean unknown = policies.keyed() || excusesStorage();
        boolean enough = unknown || done * 100 >= tasks.size() * (100 - rule.percent());
        return enough ? Optional.empty() : Optional.of("when " + done + " of " + tasks.size() + " tasks are done");
    }

    private void checkReuse(AttemptSpec spec) {
        if (!policies.keyed()) {
            return;
        }
        Instant begin = world.time.instant().minusNanos(world.time.nanos() - driver.begin());
        world.store
                .stat(spec.address().value().path())
                .filter(value -> value.modified().isBefore(begin))
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
            worker.endIsTold();
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

    /** All that could be done beside the straggler must have been. */
    void stragglerEnds() {
        Scenario scenario = world.scenario;
        boolean everythingAskedFor = scenario.demand().pattern() == Scenario.Demand.Pattern.ALL;
        if (scenario.calm() && everythingAskedFor && scenario.demand().cancelsAfter() < 0) {
            long expected = Math.min(scenario.inputs().count(), (long) job.window() * job.itemsPerTask());
            if (pulled < expected) {
                world.violated(
                        "I4",
                        "beside a straggler only " + pulled + " inputs were taken, and " + expected + " could be");
            }
        }
    }

    /** A result object is read by the driver for the first time. */
    void readsResult(ObjectName name) {
        if (!(name instanceof ObjectName.Value value)) {
            // Failures are small, and may have to be read to decide about another attempt.
            return;
        }
        TaskFile file = tasks.get(value);
        itemsRead += file == null ? 0 : file.items;
        // Of the last task that is read one item at least is asked for; which is the last, its answer does not tell.
        // What is
        // being read when a policy ends the job is given up, and others' results are given in its place.
        long givenUp = mayHaveGaps() ? (long) READS * job.itemsPerTask() : 0;
        if (itemsRead - job.itemsPerTask() - givenUp >= driver.subscriber().requested()) {
            world.violated("I8", name.path() + " is read before its results are asked for");
        }
    }

    /** The subscriber got a result. */
    void received(Result<Integer> result) {
        world.history.add(
                driver.toString(),
                "result " + result.index() + " "
                        + result.failure()
                                .map(failure -> failure.kind().toString())
                                .orElse("succeeded"));
        long index = result.index();
        if (!indexes.add(index)) {
            world.violated("I1", "input " + index + " has two outcomes");
        }
        if (index >= pulled) {
            world.violated("I1", "there is an outcome of input " + index + ", which was never taken");
        }
        boolean inOrder =
                mayHaveGaps() ? index > lastIndex : index == driver.subscriber().received() - 1;
        if (job.ordered() && !inOrder) {
            world.violated("I1", "the outcome of input " + index + " is out of order");
        }
        lastIndex = index;
        if (result.isSuccess()) {
            succeeded++;
            succeededTasks.add(result.report().task());
            int expected = driver.function().apply(world.scenario.inputs().value((int) index));
            if (result.get() != expected) {
                world.violated("I1", "input " + index + " has " + result.get() + " for " + expected);
            }
        } else {
            failedTasks.add(result.report().task());
            justify(result.failure().orElseThrow());
        }
    }

    /** Whether the job may end before all tasks have. */
    private boolean mayHaveGaps() {
        return policies.completion().rule() != CompletionPolicy.Rule.ALL_SETTLE;
    }

    private void justify(Failure<Integer> failure) {
        if (!driver.defaultPolicies()) {
            return;
        }
        ObjectName.Value value = new ObjectName.Value(
                driver.jobs().iterator().next().key(),
                new TaskName(failure.report().task()));
        TaskFile file = tasks.getOrDefault(value, new TaskFile());
        boolean crashed = file.crashes() > job.crashRetries();
        int user = file.failuresWritten.size()
                + policies.timeout().map(file::overdue).orElse(0);
        boolean justified = switch (failure.kind()) {
            case USER_ERROR -> !file.failuresWritten.isEmpty() && (user > policies.userRetries() || excusesStorage());
            case TIMEOUT -> user > policies.userRetries();
            case UNSCHEDULABLE ->
                policies.schedulingTimeout()
                        .filter(limit -> world.time.nanos() - file.firstLaunch >= limit.toNanos())
                        .isPresent();
            case WORKER_CRASH -> crashed;
            case LAUNCH -> file.refusedForGood || file.refusals > LAUNCH_RETRIES;
            case OUT_OF_MEMORY -> file.outOfMemory;
            case STORAGE -> excusesStorage() || file.storage > storageRetries();
            default -> false;
        };
        String what = "input " + failure.index() + " failed (" + failure.kind() + ": "
                + failure.cause().message() + ")";
        if (!justified) {
            world.violated("failures", what + " without a reason");
        }
        long known = failure.kind() == FailureKind.USER_ERROR && !file.failuresWritten.isEmpty()
                ? file.failuresWritten.get(Math.min(policies.userRetries(), file.failuresWritten.size() - 1))
                : file.lastEnd;
        Optional<World.Written> written = kept(value);
        if (failure.kind() != FailureKind.STORAGE
                && written.isPresent()
                && written.get().nanos() < known) {
            world.violated("failures", what + " although its value was in the store before");
        }
    }

    /** The job has ended for its subscriber. */
    void over() {
        SimulatedSubscriber subscriber = driver.subscriber();
        if (subscriber.cancelled()) {
            return;
        }
        if (subscriber.error().isEmpty()) {
            checkCompletion();
        } else {
            checkError(subscriber.error().get());
        }
    }

    private Ends ends() {
        long received = driver.subscriber().received();
        return new Ends(
                policies.completion(),
                succeeded,
                received - succeeded,
                world.scenario.inputs().count(),
                excusesStorage());
    }

    private void checkCompletion() {
        boolean early = policies.completion().rule() == CompletionPolicy.Rule.MIN_SUCCESSFUL;
        if (world.scenario.inputs().kind() == Scenario.Inputs.Kind.FAILING && !early) {
            world.violated("I1", "the source failed and the job did not");
        }
        ends().completed().ifPresent(wrong -> world.violated("completion", wrong));
    }

    private void checkError(Throwable error) {
        if (error instanceof Sources.SourceFailedException) {
            if (driver.subscriber().received() != world.scenario.inputs().count()) {
                world.violated(
                        "I1",
                        "the source failed after " + world.scenario.inputs().count() + " inputs, of which only "
                                + driver.subscriber().received() + " have an outcome");
            }
        } else if (error instanceof JobFailedException failed) {
            ends().failed(failed).ifPresent(wrong -> world.violated("completion", wrong));
        } else if (!driver.closed() && !excusesStorage()) {
            world.violated("I1", "the job ended without a reason with " + error);
        }
    }

    /** Whether the storage has failed so often, or so, that something of the job may fail. */
    boolean excusesStorage() {
        return driver.store().failures() >= TRIES || driver.store().failedForGood();
    }

    /** The values that the subscriber got, as far as this driver had launched their tasks. */
    Set<ObjectName.Value> computed() {
        return tasks.keySet().stream()
                .filter(name -> succeededTasks.contains(name.task().value())
                        && !failedTasks.contains(name.task().value()))
                .collect(Collectors.toSet());
    }

    private TaskFile file(AttemptSpec spec) {
        return tasks.computeIfAbsent(spec.address().value(), name -> new TaskFile());
    }
}
