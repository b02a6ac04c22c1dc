package io.kubeface.pubsub;

import io.kubeface.core.check.Check;
import io.kubeface.core.check.CheckGroup;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a driver needs to hear of results in a bucket. Nothing that is missing is made. */
public final class NotificationChecks implements CheckGroup {
    /** Whether the bucket tells of results, and where. */
    public static final String CONFIGURATION = "notification";
    /** Whether the driver may make, use and remove a subscription to the topic. */
    public static final String SUBSCRIPTION = "pubsub subscription";
    /** Whether a new object is told of, and how soon. */
    public static final String END_TO_END = "notification end to end";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Clients clients;
    private final Told told;
    private final ObjectStore store;
    private final Duration patience;

    NotificationChecks(ObjectStore store, Optional<String> topic, Endpoints endpoints, Duration patience)
            throws IOException {
        this.store = store;
        this.patience = patience;
        this.clients = Clients.open(endpoints);
        this.told = new Told(clients, BucketRoot.of(store.url()), endpoints.projectOrDefault(), topic);
    }

    /**
     * Those of a storage in a bucket.
     *
     * @param topic the one that was named, full or short; empty for that of the bucket's configuration
     * @throws IOException there are no credentials
     * @throws IllegalArgumentException when the storage is no bucket
     * @throws IllegalStateException when it is not known in which project subscriptions are made
     */
    public static NotificationChecks of(ObjectStore store, Optional<String> topic) throws IOException {
        return new NotificationChecks(store, topic, Endpoints.ofEnvironment(Optional.empty()), PATIENCE);
    }

    @Override
    public List<Check> checks() {
        return List.of(
                new NotificationCheck(told), new SubscriptionCheck(told), new EndToEndCheck(told, store, patience));
    }

    @Override
    public void close() {
        clients.close();
    }
}
