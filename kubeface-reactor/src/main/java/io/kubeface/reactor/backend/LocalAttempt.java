package io.kubeface.reactor.backend;

import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A worker that lives as long as a process of this machine: the worker itself, or what is attached to its container. */
final class LocalAttempt implements Attempt {
    private final Process process;
    private final Runnable killer;
    private final Scheduler blocking;
    private final AttemptEvent started;
    private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();
    private volatile boolean killed;

    /**
     * @param place where the worker runs
     * @param killer ends worker and process; may block
     */
    LocalAttempt(Process process, Place place, Runnable killer, Scheduler blocking) {
        this.process = process;
        this.killer = killer;
        this.blocking = blocking;
        this.started = new AttemptEvent.Started(place);
    }

    @Override
    public Flux<AttemptEvent> events() {
        return Flux.concat(Mono.just(started), Mono.fromFuture(ended, true));
    }

    @Override
    public Mono<Void> kill() {
        return Mono.<Void>fromRunnable(this::killNow)
                .subscribeOn(blocking)
                .then(Mono.fromFuture(ended, true))
                .then();
    }

    private void killNow() {
        if (process.isAlive()) {
            killed = true;
            killer.run();
        }
    }

    boolean wasKilled() {
        return killed;
    }

    void ended(Exit exit) {
        ended.complete(new AttemptEvent.Ended(exit));
    }
}
