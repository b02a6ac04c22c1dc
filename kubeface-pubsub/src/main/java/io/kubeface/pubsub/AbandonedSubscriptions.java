package io.kubeface.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.lifecycle.Listing;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.StorageClock;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions that drivers which died have left. Each client that listens writes a sign of life into its storage; one
 * that is silent for {@link Leases#GRACE}, by the storage's own clock, is taken for dead, as its jobs are. A client that was
 * only asleep finds its subscription gone when it wakes up, makes another, and looks for what it missed.
 */
public final class AbandonedSubscriptions {
    private static final Logger log = LoggerFactory.getLogger(AbandonedSubscriptions.class);

    /** The random part makes it one that {@link GoogleSubscription} has made, and not any of the project's. */
    private static final Pattern OWN = Pattern.compile(
            "projects/[^/]+/subscriptions/[^/]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final int LONGEST_NAME = 1024;

    private AbandonedSubscriptions() {}

    /** Removes a subscription of which only the full name is known. */
    @FunctionalInterface
    interface Removal {
        void of(String subscription) throws IOException;
    }

    /**
     * Removes them, with what the storage knows of them. Blocks. Pub/Sub is called only when there is one.
     *
     * @param dryRun only tells
     * @return full names
     * @throws IOException when the storage fails, or a subscription cannot be removed; those before it are gone
     */
    public static List<String> remove(ObjectStore store, boolean dryRun) throws IOException {
        return remove(store, Leases.GRACE, dryRun);
    }

    static List<String> remove(ObjectStore store, Duration grace, boolean dryRun) throws IOException {
        try (PubSub service = new PubSub()) {
            return remove(store, grace, dryRun, service);
        }
    }

    static List<String> remove(ObjectStore store, Duration grace, boolean dryRun, Removal removal) throws IOException {
        List<ObjectInfo> leases = new ArrayList<>();
        Listing.each(store, SubscriptionLease.PREFIX, leases::add);
        if (leases.isEmpty()) {
            return List.of();
        }
        Instant dead = StorageClock.read(store, "cleanup/").minus(grace);
        List<String> removed = new ArrayList<>();
        for (ObjectInfo lease : leases) {
            Optional<String> subscription =
                    lease.modified().isBefore(dead) ? subscription(store, lease.name()) : Optional.empty();
            if (subscription.isPresent()) {
                if (!dryRun) {
                    removal.of(subscription.get());
                    store.delete(List.of(lease.name()));
                }
                removed.add(subscription.get());
            }
        }
        return removed;
    }

    /** What a lease names; nothing when it is none, or names what we do not make: anybody who writes objects could. */
    private static Optional<String> subscription(ObjectStore store, String lease) throws IOException {
        try (StoredObject object = store.get(lease)) {
            String name = new String(object.body().readNBytes(LONGEST_NAME), StandardCharsets.UTF_8);
            return OWN.matcher(name).matches() && SubscriptionLease.object(name).equals(lease)
                    ? Optional.of(name)
                    : Optional.empty();
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Connects when it is used. */
    private static final class PubSub implements Removal, AutoCloseable {
        private final Connection connection = new Connection(Endpoints.ofEnvironment(Optional.empty()));

        @Override
        public void of(String subscription) throws IOException {
            Clients clients = connection.open();
            try {
                clients.subscriptions()
                        .deleteSubscriptionCallable()
                        .call(DeleteSubscriptionRequest.newBuilder()
                                .setSubscription(subscription)
                                .build());
            } catch (NotFoundException e) {
                log.debug("The subscription {} has expired.", subscription);
            } catch (ApiException e) {
                throw PubSubFailure.of(
                                e,
                                "remove the subscription " + subscription,
                                "pubsub.subscriptions.delete on the subscription's project")
                        .exception();
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
