package io.kubeface.reactor.backend;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One launched attempt. */
public interface Attempt {

    /**
     * What happens to it: at most one {@link AttemptEvent.Started}, then one {@link AttemptEvent.Ended}, then
     * completion. Events that came before the subscription are replayed. They are hints: an implementation may lose
     * some, but not make them up. Cancelling the subscription does not end the attempt.
     */
    Flux<AttemptEvent> events();

    /**
     * Ends the attempt with everything it started, if it still runs. Idempotent.
     *
     * @return completes when nothing of it runs any more
     */
    Mono<Void> kill();
}
