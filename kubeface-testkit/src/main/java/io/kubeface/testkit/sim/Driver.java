package io.kubeface.testkit.sim;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.ClientParts;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One JVM with a client, which runs the scenario's job. */
final class Driver {
    private static final Duration SWITCH = Duration.ofMillis(5);

    private final World world;
    private final String name;
    private final Machine machine;
    private final SimulatedStore store;
    private final SimulatedSubscriber subscriber;
    private final Judge judge;
    private final Scale function = new Scale(10);
    private final Set<Worker> workers = new LinkedHashSet<>();
    private final Set<JobKey> keys = new HashSet<>();
    private @Nullable SimulatedEvents events;
    private @Nullable Kubeface client;
    private long overSince = -1;
    private boolean closed;

    /**
     * @param steps after which it dies
     */
    Driver(World world, int number, long steps) {
        this.world = world;
        this.name = "driver" + number;
        this.machine = new Machine(name, steps, this::died);
        this.store = new SimulatedStore(world, this);
        this.subscriber = new SimulatedSubscriber(world, this);
        this.judge = new Judge(world, this);
    }

    /** Makes the client and subscribes to its job. */
    void start() {
        world.history.add(name, "starts");
        Scheduler timers = scheduler("timers");
        Scheduler loop = scheduler("loop");
        Scheduler blocking = scheduler("blocking");
        Scheduler emitting = scheduler("emitting");
        Random random = new Random(world.chance.nextLong());
        Scenario.Job job = world.scenario.job();
        Kubeface made = world.setup
                .configure(Kubeface.builder()
                        .backend(environment -> world.setup.decorate(new SimulatedBackend(world, this), timers))
                        .events(environment -> {
                            SimulatedEvents heard = new SimulatedEvents(world, this);
                            events = heard;
                            return world.setup.decorate(heard, timers);
                        })
                        .maxSimultaneousTasks(job.max())
                        .window(job.window())
                        .prefetch(job.prefetch())
                        .crashRetries(job.crashRetries()))
                .build(new ClientParts(
                        world.setup.decorate(store),
                        loop,
                        blocking,
                        emitting,
                        random,
                        Mono.just(new StagedCode(List.of(), List.of(), Map.of()))));
        client = made;
        Flux<Integer> inputs = Sources.of(
                        world.scenario.inputs(), timers, () -> world.chance.happened(Fault.SOURCE_FAILS))
                .doOnNext(input -> judge.pulls());
        world.time.after(
                machine,
                Duration.ZERO,
                "subscription",
                () -> results(made, job, inputs).subscribe(subscriber));
        world.scenario
                .closed()
                .ifPresent(when -> world.time.after(machine, when, "close", () -> {
                    if (overSince < 0) {
                        world.chance.happened(Fault.CLIENT_CLOSED);
                        close(() -> {});
                    }
                }));
    }

    private Flux<Result<Integer>> results(Kubeface made, Scenario.Job job, Flux<Integer> inputs) {
        var spec = world.setup.configure(made.job("simulated").itemsPerTask(job.itemsPerTask()));
        return job.ordered() ? spec.map(function, inputs) : spec.mapUnordered(function, inputs);
    }

    private Scheduler scheduler(String what) {
        return new SimulatedScheduler(world.time, machine, what, () -> world.chance.upTo(SWITCH));
    }

    Machine machine() {
        return machine;
    }

    Judge judge() {
        return judge;
    }

    SimulatedStore store() {
        return store;
    }

    SimulatedSubscriber subscriber() {
        return subscriber;
    }

    Scale function() {
        return function;
    }

    /** Workers that run. */
    List<Worker> workers() {
        return List.copyOf(workers);
    }

    /** Whether what is given up is as the client's defaults have it. */
    boolean defaultPolicies() {
        return world.setup.defaultPolicies();
    }

    boolean closed() {
        return closed;
    }

    /** When the job ended for its subscriber, in nanoseconds; negative before. */
    long overSince() {
        return overSince;
    }

    /** Subscriptions to its events that are left. */
    int subscriptions() {
        return events == null ? 0 : events.subscriptions();
    }

    boolean owns(JobKey key) {
        return keys.contains(key);
    }

    void wrote(ObjectName object) {
        if (object instanceof ObjectName.Job job) {
            keys.add(job.key());
        }
    }

    void began(Worker worker) {
        workers.add(worker);
        judge.checkRunning();
    }

    void ended(Worker worker) {
        workers.remove(worker);
    }

    /** The job has ended for its subscriber. */
    void finished() {
        overSince = world.time.nanos();
        judge.over();
    }

    /** Closes the client; when that is done, the other is. */
    void close(Runnable done) {
        if (client != null) {
            closed = true;
            client.closeAsync()
                    .subscribe(nothing -> {}, error -> world.violated("I5", "close failed: " + error), () -> {
                        new Remains(world, this).checkClosed();
                        done.run();
                    });
        }
    }

    private void died() {
        world.chance.happened(Fault.DRIVER_DIES);
        for (Worker worker : workers()) {
            worker.disown();
            if (!world.chance.strikes(Fault.ORPHANS_RUN_ON)) {
                worker.vanish();
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
