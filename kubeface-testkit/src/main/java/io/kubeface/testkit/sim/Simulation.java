package io.kubeface.testkit.sim;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.KubefaceBuilder;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.events.ObjectEvents;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import reactor.core.scheduler.Scheduler;

/**
 * Runs whole jobs in virtual time, on the calling thread, with troubles drawn from a seed, and checks what must hold
 * whatever happens. The same seed always leads to the same run.
 *
 * <p>As it is made it tries the engine alone. A user's own backend decorator, store decorator or policy is put in with
 * the methods below, and must then hold as well: it is given the simulated world's scheduler for its timers, must start no
 * threads, and must not block but in calls of the store. Immutable: each method returns a changed copy.
 */
public final class Simulation {
    private final BiFunction<Backend, Scheduler, Backend> backend;
    private final BiFunction<ObjectEvents, Scheduler, ObjectEvents> events;
    private final UnaryOperator<ObjectStore> store;
    private final UnaryOperator<KubefaceBuilder> client;
    private final UnaryOperator<JobSpec> job;
    private final boolean defaultPolicies;

    private Simulation(
            BiFunction<Backend, Scheduler, Backend> backend,
            BiFunction<ObjectEvents, Scheduler, ObjectEvents> events,
            UnaryOperator<ObjectStore> store,
            UnaryOperator<KubefaceBuilder> client,
            UnaryOperator<JobSpec> job,
            boolean defaultPolicies) {
        this.backend = backend;
        this.events = events;
        this.store = store;
        this.client = client;
        this.job = job;
        this.defaultPolicies = defaultPolicies;
    }

    /** The engine alone. */
    public static Simulation create() {
        return new Simulation(
                (simulated, timer) -> simulated,
                (simulated, timer) -> simulated,
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                true);
    }

    /**
     * With a decorator around the simulated backend, made once for each driver, which may use the scheduler for timers. One
     * that does not pass on {@link Backend#orphans} takes nothing over.
     */
    public Simulation backend(BiFunction<Backend, Scheduler, Backend> decorator) {
        return new Simulation(decorator, events, store, client, job, defaultPolicies);
    }

    /** With a decorator around the simulated event source, made once for each driver. */
    public Simulation events(BiFunction<ObjectEvents, Scheduler, ObjectEvents> decorator) {
        return new Simulation(backend, decorator, store, client, job, defaultPolicies);
    }

    /** With a decorator around the store as drivers see it, made once for each driver. */
    public Simulation store(UnaryOperator<ObjectStore> decorator) {
        return new Simulation(backend, events, decorator, client, job, defaultPolicies);
    }

    /** With further options of each client. Whether a failure had a reason is not checked then. */
    public Simulation client(UnaryOperator<KubefaceBuilder> options) {
        return new Simulation(backend, events, store, options, job, false);
    }

    /** With further options of each job. Whether a failure had a reason is not checked then. */
    public Simulation job(UnaryOperator<JobSpec> options) {
        return new Simulation(backend, events, store, client, options, false);
    }

    /**
     * Runs a seed to its end, or to the first violation.
     *
     * @return what happened; it says whether all held
     */
    public SimulationReport run(long seed) {
        return new Run(this, Scenario.of(seed)).toTheEnd();
    }

    Backend decorate(Backend simulated, Scheduler timer) {
        return backend.apply(simulated, timer);
    }

    ObjectEvents decorate(ObjectEvents simulated, Scheduler timer) {
        return events.apply(simulated, timer);
    }

    ObjectStore decorate(ObjectStore simulated) {
        return store.apply(simulated);
    }

    KubefaceBuilder configure(KubefaceBuilder builder) {
        return client.apply(builder);
    }

    JobSpec configure(JobSpec spec) {
        return job.apply(spec);
    }

    boolean defaultPolicies() {
        return defaultPolicies;
    }
}
