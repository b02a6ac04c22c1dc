package io.kubeface.pubsub;

import io.kubeface.core.name.JobKey;
import io.kubeface.reactor.events.JobHints;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells of results in a bucket of Google Cloud Storage, through the bucket's notifications on Pub/Sub. Name it in the
 * client's builder: {@code Kubeface.builder().storage("gs://bucket/prefix").events(PubSubEvents.builder())}.
 *
 * <p>With the first job a client finds the bucket's notification configuration for results, or makes one, and makes a
 * subscription of its own, which is removed on {@link #close}; one that a driver which died has left expires, or is removed
 * by {@link AbandonedSubscriptions}. From then until it is closed one unary pull waits for messages, without a thread. Hints come some milliseconds after a message is
 * there; the service says "typically within seconds", and that a configuration takes up to 30 s to take effect.
 *
 * <p>Interruptions are waited for, with a growing pause, and a subscription that is gone is made again; jobs are told of
 * a gap after both. A missing right or another lasting failure fails the hints of the jobs that listen, with what has to
 * be granted; the next job tries again.
 */
public final class PubSubEvents implements ObjectEvents {
    private final JobHints hints;
    private final Listening listening;
    private final Mono<Void> closing;

    PubSubEvents(JobHints hints, Listening listening) {
        this.hints = hints;
        this.listening = listening;
        this.closing = Mono.<Void>fromRunnable(hints::close)
                .then(Mono.defer(listening::close))
                .cache();
    }

    /** Options, each with a default; give it to the client's builder. */
    public static PubSubEventsBuilder builder() {
        return new PubSubEventsBuilder();
    }

    @Override
    public Flux<ObjectEvent> results(JobKey key) {
        return hints.results(key, listening::start);
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }
}
