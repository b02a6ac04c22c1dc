package io.kubeface.reactor.backend;

import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A worker process. */
final class LocalAttempt implements Attempt {
    private final Process process;
    private final ProcessTrees trees;
    private final Scheduler blocking;
    private final AttemptEvent started;
    private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();
    private volatile boolean killed;

    LocalAttempt(Process process, ProcessTrees trees, Scheduler blocking, String host) {
        this.process = process;
        this.trees = trees;
        this.blocking = blocking;
        this.started = new AttemptEvent.Started(new Place(host, "process " + process.pid()));
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
            trees.kill(process);
        }
    }

    boolean wasKilled() {
        return killed;
    }

    void ended(Exit exit) {
        ended.complete(new AttemptEvent.Ended(exit));
    }
}
