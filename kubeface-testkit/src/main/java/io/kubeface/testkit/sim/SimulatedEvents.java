package io.kubeface.testkit.sim;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** The hints that one driver hears: some of what is written, and some of what is not. */
final class SimulatedEvents implements ObjectEvents {
    private static final Duration START = Duration.ofSeconds(15);
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofMinutes(20);

    private final World world;
    private final Driver driver;
    private final boolean silent;
    private final List<Listener> listeners = new ArrayList<>();

    private record Listener(JobKey key, FluxSink<ObjectEvent> sink) {}

    SimulatedEvents(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
        this.silent = world.chance.strikes(Fault.EVENTS_SILENT);
        world.listen(this);
    }

    /** Subscriptions that have not ended. */
    int subscriptions() {
        return listeners.size();
    }

    @Override
    public Flux<ObjectEvent> results(JobKey key) {
        return Flux.create(sink -> listen(key, sink), FluxSink.OverflowStrategy.BUFFER);
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(
                () -> List.copyOf(listeners).forEach(listener -> listener.sink().complete()));
    }

    /** A worker has written an object. */
    void wrote(String name) {
        for (Listener listener : List.copyOf(listeners)) {
            if (name.startsWith(ObjectName.resultPrefix(listener.key()))) {
                hint(listener, name);
            }
        }
    }

    /** A worker will write an object. */
    void willWrite(String name) {
        for (Listener listener : List.copyOf(listeners)) {
            if (!silent
                    && name.startsWith(ObjectName.resultPrefix(listener.key()))
                    && world.chance.strikes(Fault.HINT_FOREIGN)) {
                later(EARLY, () -> tell(listener, new ObjectEvent.Written(name)));
            }
        }
    }

    private void listen(JobKey key, FluxSink<ObjectEvent> sink) {
        Listener listener = new Listener(key, sink);
        sink.onDispose(() -> listeners.remove(listener));
        if (silent) {
            listeners.add(listener);
            return;
        }
        later(START, () -> {
            if (!sink.isCancelled()) {
                listeners.add(listener);
                tell(listener, new ObjectEvent.Gap());
            }
        });
    }

    private void hint(Listener listener, String name) {
        if (silent || world.chance.strikes(Fault.HINT_LOST)) {
            return;
        }
        if (world.chance.strikes(Fault.EVENTS_FAIL)) {
            later(QUICK, () -> listener.sink().error(new IllegalStateException("Simulated: no more events.")));
        }
        if (world.chance.strikes(Fault.GAP)) {
            later(QUICK, () -> tell(listener, new ObjectEvent.Gap()));
        }
        if (world.chance.strikes(Fault.HINT_FOREIGN)) {
            later(QUICK, () -> tell(listener, foreign(listener.key())));
        }
        int times = world.chance.strikes(Fault.HINT_DOUBLED) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            later(
                    world.chance.strikes(Fault.HINT_LATE) ? LATE : QUICK,
                    () -> tell(listener, new ObjectEvent.Written(name)));
        }
    }

    private ObjectEvent foreign(JobKey key) {
        TaskName task = TaskName.ofSequence(world.chance.below(50));
        String name = switch (world.chance.below(4)) {
            case 0 -> new ObjectName.Value(key, task).path();
            case 1 -> new ObjectName.Failure(key, task, 1 + world.chance.below(3)).path();
            case 2 -> new ObjectName.Value(new JobKey("another"), task).path();
            default -> "results/" + key + "/what is this?";
        };
        return new ObjectEvent.Written(name);
    }

    private void tell(Listener listener, ObjectEvent event) {
        world.history.add(driver.toString(), "hears " + event);
        listener.sink().next(event);
    }

    private void later(Duration longest, Runnable what) {
        world.time.after(driver.machine(), world.chance.upTo(longest), "a hint", what);
    }
}
