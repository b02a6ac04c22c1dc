package io.kubeface.testkit.sim;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.task.TaskObjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the drivers of one run share: time, chance, the storage and what was written there, and what was found wrong. */
final class World {
    /** No job of so few tasks needs more; what does turns in a circle. */
    private static final long MOST_ACTIONS = 300_000;

    final Scenario scenario;
    final Simulation setup;
    final History history;
    final Chance chance;
    final VirtualTime time;
    final InMemoryObjectStore store;
    final TaskObjects objects;
    /** What goes on by itself: workers, networks, the platform. */
    final Machine nature = Machine.everlasting("nature");

    private final Map<String, Written> written = new HashMap<>();
    private final Map<String, Driver> inputWriters = new HashMap<>();
    private final Map<String, Map<Driver, Instant>> signs = new HashMap<>();
    private final Set<Worker> running = new LinkedHashSet<>();
    private final List<SimulatedEvents> listeners = new ArrayList<>();
    private Optional<Violation> violation = Optional.empty();

    /**
     * When an object was last written.
     *
     * @param disowned whether by a worker that nobody believed to run
     * @param jobGone whether it is a failure, of a job that had been removed
     */
    record Written(long nanos, boolean disowned, boolean jobGone) {}

    World(Simulation setup, Scenario scenario) {
        this.setup = setup;
        this.scenario = scenario;
        this.time = new VirtualTime(this::isOver);
        this.store = new InMemoryObjectStore(time::instant);
        this.history = new History(time::sinceBegin);
        this.chance = new Chance(scenario.seed(), scenario.hazards(), history);
        this.objects = new TaskObjects(store, Codecs.named(List.of(), World.class.getClassLoader()));
    }

    private boolean isOver() {
        if (time.actionsRun() >= MOST_ACTIONS) {
            violated("progress", "after " + MOST_ACTIONS + " actions there is still more: " + time.pending(3));
        }
        return violation.isPresent();
    }

    /** Something must not be as it is; only the first of these counts. */
    void violated(String invariant, String what) {
        if (violation.isEmpty()) {
            history.add("VIOLATED", invariant + ": " + what);
            violation = Optional.of(new Violation(invariant, what));
        }
    }

    Optional<Violation> violation() {
        return violation;
    }

    private boolean isOfGoneJob(ObjectName name) {
        return name instanceof ObjectName.Failure failure
                && failure.job()
                        .filter(id -> store.stat(new ObjectName.Job(failure.key(), id).path())
                                .isEmpty())
                        .isPresent();
    }

    /** Workers that run, whoever launched them. */
    List<Worker> running() {
        return List.copyOf(running);
    }

    void began(Worker worker) {
        running.add(worker);
    }

    void ended(Worker worker) {
        running.remove(worker);
    }

    /** An object of a result has been written by a worker. */
    void wrote(ObjectName name, boolean disowned) {
        written.put(name.path(), new Written(time.nanos(), disowned, isOfGoneJob(name)));
        List.copyOf(listeners).forEach(listener -> listener.wrote(name.path()));
    }

    /** A driver has given a job's sign of life. */
    void wroteLease(ObjectName.Lease name, Driver driver) {
        signs.computeIfAbsent(name.path(), path -> new HashMap<>()).put(driver, time.instant());
    }

    /** When another driver last gave a job's sign of life. */
    Optional<Instant> lastSign(ObjectName.Lease name, Driver except) {
        return signs.getOrDefault(name.path(), Map.of()).entrySet().stream()
                .filter(sign -> sign.getKey() != except)
                .map(Map.Entry::getValue)
                .max(Instant::compareTo);
    }

    /** Whether another driver gave a job's sign of life after this one had. */
    boolean isKeptByAnother(ObjectName.Lease name, Driver driver) {
        Instant own = signs.getOrDefault(name.path(), Map.of()).getOrDefault(driver, Instant.MIN);
        return lastSign(name, driver).filter(another -> another.isAfter(own)).isPresent();
    }

    /** A worker runs that will write an object, if nothing happens to it. */
    void willWrite(ObjectName name) {
        List.copyOf(listeners).forEach(listener -> listener.willWrite(name.path()));
    }

    /** When a worker wrote an object, if one did, even if it was removed since. */
    Optional<Written> written(ObjectName name) {
        return Optional.ofNullable(written.get(name.path()));
    }

    /** When a value was written, unless it lay under a cache key and somebody has cleaned up there. */
    Optional<Written> kept(ObjectName.Value value) {
        return written(value)
                .filter(found ->
                        !scenario.policies().keyed() || store.stat(value.path()).isPresent());
    }

    /** A driver has seen to it that an input is there. */
    void wroteInput(ObjectName.Input name, Driver driver) {
        inputWriters.put(name.path(), driver);
    }

    /** Whether this driver was the last that saw to it that an input is there. */
    boolean owesRemoval(ObjectName.Input name, Driver driver) {
        return inputWriters.get(name.path()) == driver;
    }

    void listen(SimulatedEvents events) {
        listeners.add(events);
    }
}
