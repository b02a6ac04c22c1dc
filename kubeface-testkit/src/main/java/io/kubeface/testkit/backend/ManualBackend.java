package io.kubeface.testkit.backend;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A backend that runs nothing: the test says when an attempt starts, what it writes and how it ends. It has no thread of
 * its own; every event is delivered on the thread of the call that causes it. Safe for use by several threads.
 */
public final class ManualBackend implements Backend {

    private final ObjectStore store;
    private final List<ManualAttempt> running = new ArrayList<>();
    private final Deque<LaunchException> refusals = new ArrayDeque<>();
    private Mono<Void> check = Mono.empty();
    private int launched;
    private int killed;
    private int maxRunning;
    private boolean killsHeld;
    private boolean closed;
    private @Nullable ManualBackend dead;

    /**
     * A backend with nothing launched.
     *
     * @param store where attempts put their results; not closed by this backend
     */
    public ManualBackend(ObjectStore store) {
        this.store = store;
    }

    /** Gives this backend to a client, which must have been built with the same storage. */
    public Factory factory() {
        return environment -> this;
    }

    @Override
    public String name() {
        return "manual";
    }

    @Override
    public synchronized Mono<Void> check() {
        return check;
    }

    @Override
    public Mono<Attempt> launch(AttemptSpec spec) {
        return Mono.fromCallable(() -> accept(spec));
    }

    /** From now on the attempts that run on a dead driver's backend are found by whoever asks for them. */
    public synchronized void takeOverFrom(ManualBackend backend) {
        dead = backend;
    }

    @Override
    public synchronized Flux<OrphanedAttempt> orphans(String storage, Mono<List<ObjectName.Job>> jobs) {
        ManualBackend from = dead;
        return from == null
                ? Flux.empty()
                : jobs.flatMapIterable(whose -> from.running().stream()
                        .filter(attempt ->
                                whose.contains(attempt.spec().address().job()))
                        .map(attempt -> new OrphanedAttempt(
                                attempt.spec().address(), Mono.fromCallable(() -> adopt(from, attempt))))
                        .toList());
    }

    private synchronized Attempt adopt(ManualBackend from, ManualAttempt attempt) {
        ManualAttempt adopted = new ManualAttempt(this, store, attempt.spec());
        if (from.remove(attempt)) {
            running.add(adopted.started());
        } else {
            adopted.vanished();
        }
        return adopted;
    }

    /** Kills what runs, also while kills are held. */
    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                closed = true;
            }
            running().forEach(ManualAttempt::endKilled);
        });
    }

    /** The attempts that were launched and have not ended, in the order of their launches. */
    public synchronized List<ManualAttempt> running() {
        return List.copyOf(running);
    }

    /** The next launch that is not spoken for yet fails with this, and starts nothing. */
    public synchronized void refuseNextLaunch(LaunchException failure) {
        refusals.add(failure);
    }

    /** Whoever asks whether attempts can be launched hears this, from now on. */
    public synchronized void refuseAll(LaunchException failure) {
        check = Mono.error(failure);
    }

    /**
     * Whether kills wait: from now on a killed attempt keeps running, as one that takes its time to die, until the test
     * calls {@link ManualAttempt#ended}. Without it a kill ends the attempt at once.
     */
    public synchronized void holdKills(boolean held) {
        killsHeld = held;
    }

    /** How many attempts were launched; refused launches are not counted. */
    public synchronized int launched() {
        return launched;
    }

    /** How many attempts that had not ended were killed, or ended by {@link #close}. */
    public synchronized int killed() {
        return killed;
    }

    /** The most attempts that ever ran at the same time. */
    public synchronized int maxRunning() {
        return maxRunning;
    }

    private synchronized Attempt accept(AttemptSpec spec) {
        if (closed) {
            throw new LaunchException(FailureKind.LAUNCH, false, "The manual backend is closed.", null);
        }
        LaunchException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
        ManualAttempt attempt = new ManualAttempt(this, store, spec);
        running.add(attempt);
        launched++;
        maxRunning = Math.max(maxRunning, running.size());
        return attempt;
    }

    synchronized void countKill() {
        killed++;
    }

    synchronized boolean killsHeld() {
        return killsHeld;
    }

    /** True for the first call for an attempt: the one that may tell of its end. */
    synchronized boolean remove(ManualAttempt attempt) {
        return running.remove(attempt);
    }
}
