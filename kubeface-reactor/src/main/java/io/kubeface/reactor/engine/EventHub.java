package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** The events of a client's jobs, for those who subscribe to them. Safe for use by several threads. */
final class EventHub {
    /** For each subscriber; its memory is some hundred bytes an event. */
    static final int CAPACITY = 4_096;

    private final EngineSchedulers schedulers;
    private final List<EventSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private boolean closed;

    EventHub(EngineSchedulers schedulers) {
        this.schedulers = schedulers;
    }

    /** From now on; completes when this is closed. */
    Flux<JobEvent> events() {
        return new EventFlux();
    }

    void tell(JobEvent event) {
        for (EventSubscription subscription : subscriptions) {
            subscription.add(event);
        }
    }

    /** How many hear what is told. */
    int subscribers() {
        return subscriptions.size();
    }

    /** Nothing comes any more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        subscriptions.forEach(EventSubscription::close);
    }

    private synchronized boolean add(EventSubscription subscription) {
        return !closed && subscriptions.add(subscription);
    }

    private Instant now() {
        return Instant.ofEpochMilli(schedulers.loop().now(TimeUnit.MILLISECONDS));
    }

    private final class EventFlux extends Flux<JobEvent> {
        @Override
        public void subscribe(CoreSubscriber<? super JobEvent> subscriber) {
            EventSubscription subscription = new EventSubscription(
                    subscriber, schedulers.emitting(), CAPACITY, EventHub.this::now, subscriptions::remove);
            // First this, or it could be completed before it has its subscription.
            subscriber.onSubscribe(subscription);
            if (!add(subscription)) {
                subscription.close();
            } else if (subscription.ended()) {
                subscriptions.remove(subscription);
            }
        }
    }
}
