package io.kubeface.reactor.events;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.store.ObjectStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells of new result objects. What it tells are hints: they may be lost, doubled, late and out of order, and the engine
 * looks at the store before it believes one.
 */
public interface ObjectEvents {

    /**
     * Hints about the results of one job.
     *
     * @return hot from subscription on; begins with a {@link ObjectEvent.Gap} once it listens, never completes by
     *     itself, and fails only when it will never tell anything again. Cancelling stops it. Nothing blocks
     */
    Flux<ObjectEvent> results(JobKey key);

    /** Stops listening. Idempotent; completes when nothing is left. */
    Mono<Void> close();

    /** Makes the event source of one client. */
    @FunctionalInterface
    interface Factory {
        ObjectEvents create(Environment environment);
    }

    /**
     * What a client gives its event source.
     *
     * @param store the client's store
     * @param blocking where calls that block belong
     */
    record Environment(ObjectStore store, Scheduler blocking) {}
}
