package io.kubeface.testkit.sim;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.JobFailedException;
import io.kubeface.reactor.Result;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what one driver takes and gives against what it may. */
final class Judge {
    /** So often is a launch tried again that may work later. */
    private static final int LAUNCH_RETRIES = 40;
    /** So many tasks' results are read at once. */
    private static final int READS = 2;

    private final World world;
    private final Driver driver;
    private final Scenario.Job job;
    private final Scenario.Policies policies;
    private final Set<Long> indexes = new HashSet<>();
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
        TaskFile file = tasks().get(value);
        itemsRead += file == null ? 0 : file.items;
        // Of the last task that is read one item at least is asked for; which is the last, its answer does not tell.
        // What is being read when a policy ends the job is given up, and others' results are given in its place.
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
        CompletionPolicy.Rule rule = policies.completion().rule();
        return rule != CompletionPolicy.Rule.ALL_SETTLE && rule != CompletionPolicy.Rule.AFTER_ALL;
    }

    private void justify(Failure<Integer> failure) {
        if (!driver.defaultPolicies()) {
            return;
        }
        ObjectName.Value value = new ObjectName.Value(
                driver.jobs().iterator().next().key(),
                new TaskName(failure.report().task()));
        TaskFile file = tasks().getOrDefault(value, new TaskFile());
        boolean crashed = file.crashes() > job.crashRetries();
        int user = file.failuresWritten.size()
                + policies.timeout().map(limit -> file.overdue(driver, limit)).orElse(0);
        boolean justified = switch (failure.kind()) {
            case USER_ERROR ->
                !file.failuresWritten.isEmpty()
                        && (user > policies.userRetries() || driver.store().excuses());
            case TIMEOUT -> user > policies.userRetries();
            case UNSCHEDULABLE ->
                policies.schedulingTimeout()
                        .filter(limit -> world.time.nanos() - file.firstLaunch >= limit.toNanos())
                        .isPresent();
            case WORKER_CRASH -> crashed;
            case LAUNCH -> file.refusedForGood || file.refusals > LAUNCH_RETRIES;
            case OUT_OF_MEMORY -> file.outOfMemory;
            case STORAGE -> driver.store().excuses() || file.storage > job.storageRetries();
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
        Optional<World.Written> written = world.kept(value);
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
                driver.store().excuses());
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
        } else if (!driver.closed() && !driver.store().excuses()) {
            world.violated("I1", "the job ended without a reason with " + error);
        }
    }

    /** Whether the subscriber got what became of an input of a task. */
    boolean hasOutcome(TaskName task) {
        return succeededTasks.contains(task.value()) || failedTasks.contains(task.value());
    }

    /** The values that the subscriber got, as far as this driver had launched their tasks. */
    Set<ObjectName.Value> computed() {
        return tasks().keySet().stream()
                .filter(name -> succeededTasks.contains(name.task().value())
                        && !failedTasks.contains(name.task().value()))
                .collect(Collectors.toSet());
    }

    private Map<ObjectName.Value, TaskFile> tasks() {
        return driver.attempts().tasks();
    }
}
