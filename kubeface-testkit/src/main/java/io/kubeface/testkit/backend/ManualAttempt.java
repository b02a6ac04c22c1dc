package io.kubeface.testkit.backend;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.Place;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An attempt that does what its test says, on the test's thread. Made by {@link ManualBackend}. */
public final class ManualAttempt implements Attempt {

    private final ManualBackend backend;
    private final ObjectStore store;
    private final AttemptSpec spec;
    private final CompletableFuture<AttemptEvent> started = new CompletableFuture<>();
    private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();
    private final AtomicBoolean killed = new AtomicBoolean();

    ManualAttempt(ManualBackend backend, ObjectStore store, AttemptSpec spec) {
        this.backend = backend;
        this.store = store;
        this.spec = spec;
    }

    /** What was to be run. */
    public AttemptSpec spec() {
        return spec;
    }

    /** Tells that it runs. Only the first call, and none after its end, has an effect. */
    public ManualAttempt started() {
        started.complete(new AttemptEvent.Started(new Place("localhost", "manual attempt")));
        return this;
    }

    /**
     * Writes bytes as the task's value, unless there is one, and tells nobody.
     *
     * @return whether this attempt was the first
     */
    public boolean putValue(byte[] object) throws IOException {
        return put(spec.address().value().path(), object);
    }

    /**
     * Writes bytes as this attempt's failure, unless there is one, and tells nobody.
     *
     * @return whether there was none
     */
    public boolean putFailure(byte[] object) throws IOException {
        return put(spec.address().failure().path(), object);
    }

    /** Ends it. Only the first call has an effect; a kill, unless kills are held, is one. */
    public void ended(Exit exit) {
        if (backend.remove(this)) {
            started.complete(null);
            ended.complete(new AttemptEvent.Ended(exit));
        }
    }

    /** It is taken over and has ended already. */
    void vanished() {
        started.complete(null);
        ended.complete(new AttemptEvent.Ended(new Exit(FailureKind.DISRUPTED, "is gone", "", List.of())));
    }

    /** Ends it as a process that somebody killed: it says nothing and leaves nothing. */
    public void crashed() {
        ended(new Exit(FailureKind.WORKER_CRASH, "killed by signal 9 (KILL)", "", List.of()));
    }

    /** Ends it as a process that did its work; whether it did, the store tells. */
    public void finished() {
        ended(new Exit(FailureKind.WORKER_CRASH, "ended with exit code 0", "", List.of()));
    }

    /** Whether it was killed before it ended. */
    public boolean killed() {
        return killed.get();
    }

    @Override
    public Flux<AttemptEvent> events() {
        return Flux.concat(Mono.fromFuture(started, true), Mono.fromFuture(ended, true));
    }

    @Override
    public Mono<Void> kill() {
        return Mono.defer(() -> {
            if (backend.killsHeld()) {
                markKilled();
            } else {
                endKilled();
            }
            return Mono.fromFuture(ended, true).then();
        });
    }

    void endKilled() {
        markKilled();
        crashed();
    }

    private void markKilled() {
        if (!ended.isDone() && killed.compareAndSet(false, true)) {
            backend.countKill();
        }
    }

    private boolean put(String name, byte[] object) throws IOException {
        return store.put(name, PutMode.CREATE, "application/octet-stream", out -> out.write(object));
    }
}
