package io.kubeface.pubsub;

import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A client's sign of life beside its subscription: an object in the storage that names the subscription, and is written
 * again as often as a job's lease is. One that is old tells {@link AbandonedSubscriptions} what its driver has left. Its
 * calls block; they fail as the store does only where that is said.
 */
final class SubscriptionLease {
    /** What the names of the objects begin with; the subscription's own name below its project follows. */
    static final String PREFIX = "subscriptions/";

    private static final Logger log = LoggerFactory.getLogger(SubscriptionLease.class);

    private final ObjectStore store;
    private final Scheduler blocking;
    private final Scheduler timer;
    private Disposable renewing = Disposables.disposed();

    /**
     * @param blocking where it is written
     * @param timer tells when
     */
    SubscriptionLease(ObjectStore store, Scheduler blocking, Scheduler timer) {
        this.store = store;
        this.blocking = blocking;
        this.timer = timer;
    }

    /** The name of a subscription's lease. */
    static String object(String subscription) {
        return PREFIX + subscription.substring(subscription.lastIndexOf('/') + 1);
    }

    /** Begins, before the subscription is made. */
    void begin(String subscription) {
        write(subscription);
        renewing = Flux.interval(Leases.interval(Leases.GRACE), timer)
                .onBackpressureDrop()
                .concatMap(tick -> Mono.fromRunnable(() -> write(subscription)).subscribeOn(blocking), 1)
                .subscribe();
    }

    /** Writes no more; what has been written stays. */
    void stop() {
        renewing.dispose();
    }

    /** Ends, after the subscription has gone. */
    void end(String subscription) {
        stop();
        try {
            store.delete(List.of(object(subscription)));
        } catch (IOException e) {
            log.debug("{} could not be removed; a cleanup does so.", object(subscription), e);
        }
    }

    private void write(String subscription) {
        try {
            store.put(
                    object(subscription),
                    PutMode.REPLACE,
                    "text/plain; charset=utf-8",
                    out -> out.write(subscription.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            log.debug("{} could not be written.", object(subscription), e);
        }
    }
}
