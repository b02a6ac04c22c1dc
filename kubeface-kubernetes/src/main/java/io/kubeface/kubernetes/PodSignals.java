package io.kubeface.kubernetes;

import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Exit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What happens to one pod, each told once, to whoever asks, also later. */
final class PodSignals {
    private final CompletableFuture<Optional<AttemptEvent>> started = new CompletableFuture<>();
    private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> launched = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private final Sinks.Empty<Void> killBegins = Sinks.empty();

    /** Its worker has started, if this says so. */
    void seen(PodState state) {
        state.place().ifPresent(place -> started.complete(Optional.of(new AttemptEvent.Started(place))));
    }

    boolean hasStarted() {
        return started.isDone();
    }

    /** Nothing of it runs any more. */
    void ended(Exit exit) {
        started.complete(Optional.empty());
        ended.complete(new AttemptEvent.Ended(exit));
    }

    Flux<AttemptEvent> events() {
        return Flux.concat(Mono.fromFuture(started, true).flatMap(Mono::justOrEmpty), end());
    }

    Mono<AttemptEvent> end() {
        return Mono.fromFuture(ended, true);
    }

    /** Its launch is over; it was made, or not. */
    void launched(boolean made) {
        launched.complete(made);
    }

    boolean isMade() {
        return launched.getNow(false);
    }

    Mono<Boolean> launch() {
        return Mono.fromFuture(launched, true);
    }

    /** The API server has no such pod. */
    void gone() {
        gone.complete(true);
    }

    /** It may be left. */
    void notGone(Throwable failure) {
        gone.completeExceptionally(failure);
    }

    Mono<Void> whenGone() {
        return Mono.fromFuture(gone, true).then();
    }

    void killBegins() {
        killBegins.tryEmitEmpty();
    }

    Mono<Void> whenKillBegins() {
        return killBegins.asMono();
    }
}
