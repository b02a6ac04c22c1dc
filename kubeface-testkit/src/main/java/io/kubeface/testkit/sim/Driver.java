package io.kubeface.testkit.sim;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.ClientParts;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.backend.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One JVM with a client, which runs the scenario's job or cleans up. */
final class Driver {
    private static final String CACHE_KEY = "kept";
    private static final Duration SWITCH = Duration.ofMillis(5);

    private final World world;
    private final String name;
    private final Machine machine;
    private final SimulatedStore store;
    private final SimulatedSubscriber subscriber;
    private final Judge judge;
    private final AttemptJudge attempts;
    private final Scale function = new Scale(10);
    private final Set<Worker> workers = new LinkedHashSet<>();
    private final Set<ObjectName.Job> jobs = new HashSet<>();
    private final Scheduler timers;
    private final Consumer<Driver> whenDead;
    private final Consumer<Driver> whenOver;
    private @Nullable SimulatedEvents events;
    private @Nullable Kubeface client;
    private Instant begin = Instant.EPOCH;
    private long overSince = -1;
    private boolean ownBackend;
    private boolean closed;
    private boolean cleanedUp;

    /**
     * @param steps after which it dies
     * @param whenDead called when it has died
     * @param whenOver called when its job has ended for its subscriber
     */
    Driver(World world, String name, long steps, Consumer<Driver> whenDead, Consumer<Driver> whenOver) {
        this.world = world;
        this.name = name;
        this.whenDead = whenDead;
        this.whenOver = whenOver;
        this.machine = new Machine(name, steps, this::died);
        this.store = new SimulatedStore(world, this);
        this.subscriber = new SimulatedSubscriber(world, this);
        this.judge = new Judge(world, this);
        this.attempts = new AttemptJudge(world, this);
        this.timers = scheduler("timers");
    }

    /** Makes the client. */
    Kubeface open() {
        world.history.add(name, "starts");
        begin = world.time.instant();
        Scheduler loop = scheduler("loop");
        Scheduler blocking = scheduler("blocking");
        Scheduler emitting = scheduler("emitting");
        Random random = new Random(world.chance.nextLong());
        Scenario.Job job = world.scenario.job();
        Kubeface made = world.setup
                .configure(Kubeface.builder()
                        .backend(environment -> {
                            SimulatedBackend simulated = new SimulatedBackend(world, this);
                            Backend decorated = world.setup.decorate(simulated, timers);
                            ownBackend = decorated != simulated;
                            return decorated;
                        })
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
        return made;
    }

    /** Makes the client and subscribes to its job. */
    void start() {
        Kubeface made = open();
        Flux<Integer> inputs = Sources.of(
                        world.scenario.inputs(), timers, () -> world.chance.happened(Fault.SOURCE_FAILS))
                .doOnNext(input -> judge.pulls());
        world.time.after(
                machine,
                Duration.ZERO,
                "subscription",
                () -> results(made, inputs).subscribe(subscriber));
        world.scenario
                .closed()
                .ifPresent(when -> world.time.after(machine, when, "close", () -> {
                    if (overSince < 0) {
                        world.chance.happened(Fault.CLIENT_CLOSED);
                        close(() -> {});
                    }
                }));
    }

    private Flux<Result<Integer>> results(Kubeface made, Flux<Integer> inputs) {
        Scenario.Job job = world.scenario.job();
        Scenario.Policies policies = world.scenario.policies();
        JobSpec told = made.job("simulated")
                .itemsPerTask(job.itemsPerTask())
                .retry(RetryPolicy.userErrors(policies.userRetries()))
                .completion(policies.completion());
        if (policies.keyed()) {
            told = told.cacheKey(CACHE_KEY);
        }
        if (policies.timeout().isPresent()) {
            told = told.timeout(policies.timeout().get());
        }
        if (policies.schedulingTimeout().isPresent()) {
            told = told.schedulingTimeout(policies.schedulingTimeout().get());
        }
        if (policies.speculation().isPresent()) {
            told = told.speculation(policies.speculation().get());
        }
        JobSpec spec = world.setup.configure(told);
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

    AttemptJudge attempts() {
        return attempts;
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

    /** Whether the simulated backend is decorated, and so perhaps not asked for what it could tell. */
    boolean hasOwnBackend() {
        return ownBackend;
    }

    boolean closed() {
        return closed;
    }

    /** When its client was made. */
    Instant begin() {
        return begin;
    }

    /** Whether its client has been told to clean up, and has done it. */
    boolean cleanedUp() {
        return cleanedUp;
    }

    /** When the job ended for its subscriber, in nanoseconds; negative before. */
    long overSince() {
        return overSince;
    }

    /** Subscriptions to its events that are left. */
    int subscriptions() {
        return events == null ? 0 : events.subscriptions();
    }

    /** Its jobs; one, once that has been written. */
    Set<ObjectName.Job> jobs() {
        return Set.copyOf(jobs);
    }

    void wrote(ObjectName object) {
        if (object instanceof ObjectName.Job job) {
            jobs.add(job);
        } else if (object instanceof ObjectName.Input input) {
            world.wroteInput(input, this);
        } else if (object instanceof ObjectName.Lease lease) {
            world.wroteLease(lease, this);
        }
    }

    void began(Worker worker) {
        workers.add(worker);
        attempts.began(worker);
    }

    void ended(Worker worker) {
        workers.remove(worker);
    }

    /** The job has ended for its subscriber. */
    void finished() {
        overSince = world.time.nanos();
        judge.over();
        whenOver.accept(this);
    }

    /** Has the client clean up. */
    void cleanUp(Runnable done) {
        if (client != null) {
            cleanUp(client.cleanup(), done);
        }
    }

    /** Has the client clean up what lies under the cache key, unless somebody works on it. */
    void cleanUpKey() {
        if (client != null) {
            cleanUp(client.cleanup(CACHE_KEY), () -> {});
        }
    }

    private void cleanUp(Mono<CleanupReport> cleanup, Runnable done) {
        cleanup.subscribe(
                report -> {
                    world.history.add(name, "cleaned up: " + report);
                    cleanedUp = true;
                    done.run();
                },
                error -> {
                    if (machine.lives() && !store.excuses()) {
                        world.violated("I5", "the cleanup failed without a reason: " + error);
                    }
                    done.run();
                });
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
            worker.disownBy(this);
            if (worker.disowned() && !world.chance.strikes(Fault.ORPHANS_RUN_ON)) {
                worker.vanish();
            }
        }
        whenDead.accept(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
