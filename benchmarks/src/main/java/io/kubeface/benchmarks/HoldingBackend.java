package io.kubeface.benchmarks;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accepts attempts and starts nothing, so that what a worker would read is there to be looked at. */
final class HoldingBackend implements Backend {
    private final List<AttemptSpec> specs = new ArrayList<>();
    private final CountDownLatch missing;

    /** @param expected how many attempts {@link #await} waits for */
    HoldingBackend(int expected) {
        this.missing = new CountDownLatch(expected);
    }

    /** The attempts, when all have come. */
    List<AttemptSpec> await() throws InterruptedException {
        missing.await();
        synchronized (specs) {
            return List.copyOf(specs);
        }
    }

    @Override
    public String name() {
        return "holding";
    }

    @Override
    public Mono<Attempt> launch(AttemptSpec spec) {
        return Mono.fromCallable(() -> {
            synchronized (specs) {
                specs.add(spec);
            }
            missing.countDown();
            return new Held();
        });
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }

    /** Runs until it is killed. */
    private static final class Held implements Attempt {
        private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();

        @Override
        public Flux<AttemptEvent> events() {
            return Mono.fromFuture(ended, true).flux();
        }

        @Override
        public Mono<Void> kill() {
            return Mono.fromRunnable(() -> ended.complete(new AttemptEvent.Ended(
                    new Exit(FailureKind.DISRUPTED, "It was only held, and let go.", "", List.of()))));
        }
    }
}
