package io.kubeface.testkit.sim;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.AttemptSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds what one driver does against what it may. */
final class Judge {
    /** So many calls of one kind fail before the engine gives up. */
    private static final int TRIES = 6;
    /** So often is a launch tried again that may work later. */
    private static final int LAUNCH_RETRIES = 40;
    /** How long after the end of a job something that was on its way may still begin. */
    private static final long GRACE_NANOS = 2_000_000_000L;

    private final World world;
    private final Driver driver;
    private final Scenario.Job job;
    private final Map<ObjectName.Value, TaskFile> tasks = new HashMap<>();
    private final Set<Worker> ended = new HashSet<>();
    private final Set<Long> indexes = new HashSet<>();
    private long pulled;
    private long itemsRead;

    Judge(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
        this.job = world.scenario.job();
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
        TaskFile file = file(spec);
        file.launches++;
        world.history.add(
                driver.toString(),
                "launches " + spec.address().task() + "-" + spec.address().attempt());
        if (driver.overSince() >= 0 && world.time.nanos() - driver.overSince() > GRACE_NANOS) {
            world.violated("I5", "an attempt is launched after the job's end");
        }
        Optional<World.Written> value = world.written(spec.address().value());
        if (value.isPresent() && value.get().nanos() < file.lastEnd) {
            world.violated(
                    "retries",
                    "task " + spec.address().task()
                            + " is launched again, although its value was in the store before the end of its attempt");
        }
        if (driver.defaultPolicies() && file.crashes() > job.crashRetries() + 1) {
            world.violated(
                    "retries",
                    "task " + spec.address().task() + " is launched a " + file.launches + "th time, after "
                            + file.disruptions + " disruptions and with " + job.crashRetries() + " retries");
        }
    }

    /** A worker has been started. */
    void checkRunning() {
        long running =
                driver.workers().stream().filter(worker -> !worker.disowned()).count();
        if (running > job.max()) {
            world.violated("I2", running + " attempts run, and at most " + job.max() + " may");
        }
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
            TaskFile file = file(worker.spec());
            file.disruptions += kind == FailureKind.DISRUPTED ? 1 : 0;
            file.outOfMemory |= kind == FailureKind.OUT_OF_MEMORY;
            file.lastEnd = world.time.nanos();
        }
    }

    void failureWritten(AttemptSpec spec) {
        TaskFile file = file(spec);
        file.failureWritten = file.failureWritten < 0 ? world.time.nanos() : file.failureWritten;
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
        if (itemsRead - job.itemsPerTask() >= driver.subscriber().requested()) {
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
        if (job.ordered() && index != driver.subscriber().received() - 1) {
            world.violated("I1", "the outcome of input " + index + " is out of order");
        }
        if (result.isSuccess()) {
            int expected = driver.function().apply((int) index);
            if (result.get() != expected) {
                world.violated("I1", "input " + index + " has " + result.get() + " for " + expected);
            }
        } else {
            justify(result.failure().orElseThrow());
        }
    }

    private void justify(Failure<Integer> failure) {
        if (!driver.defaultPolicies()) {
            return;
        }
        ObjectName.Value value = new ObjectName.Value(
                new JobKey(failure.report().job()),
                new TaskName(failure.report().task()));
        TaskFile file = tasks.getOrDefault(value, new TaskFile());
        boolean crashed = file.crashes() > job.crashRetries();
        boolean justified = switch (failure.kind()) {
            case USER_ERROR -> file.failureWritten >= 0;
            case WORKER_CRASH -> crashed;
            case LAUNCH -> file.refusedForGood || file.refusals > LAUNCH_RETRIES;
            case OUT_OF_MEMORY -> file.outOfMemory;
            case STORAGE -> driver.store().failures() >= TRIES;
            default -> false;
        };
        String what = "input " + failure.index() + " failed (" + failure.kind() + ": "
                + failure.cause().message() + ")";
        if (!justified) {
            world.violated("failures", what + " without a reason");
        }
        long known = failure.kind() == FailureKind.USER_ERROR ? file.failureWritten : file.lastEnd;
        Optional<World.Written> written = world.written(value);
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
        Optional<Throwable> error = subscriber.error();
        boolean failing = world.scenario.inputs().kind() == Scenario.Inputs.Kind.FAILING;
        if (error.isEmpty() || error.get() instanceof Sources.SourceFailedException) {
            if (error.isPresent() != failing) {
                world.violated("I1", "the source " + (failing ? "failed" : "completed") + " and the job did not");
            } else if (subscriber.received() != world.scenario.inputs().count()) {
                world.violated(
                        "I1",
                        "of " + world.scenario.inputs().count() + " inputs only " + subscriber.received()
                                + " have an outcome");
            }
        } else if (!(driver.closed() || driver.store().failures() >= TRIES)) {
            world.violated("I1", "the job ended without a reason with " + error.get());
        }
    }

    private TaskFile file(AttemptSpec spec) {
        return tasks.computeIfAbsent(spec.address().value(), name -> new TaskFile());
    }
}
