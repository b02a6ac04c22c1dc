package io.kubeface.cli;

import io.kubeface.core.check.CheckGroup;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.pubsub.NotificationChecks;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.pubsub.PubSubEventsBuilder;
import io.kubeface.reactor.events.NoEvents;
import io.kubeface.reactor.events.ObjectEvents;
import io.kubeface.reactor.events.StoreEvents;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What tells of new objects. */
final class NotificationOptions {
    @Option(
            names = "--no-notifications",
            description = "Do not listen to the storage's notifications: results are seen when workers end.")
    private boolean none;

    @Option(
            names = "--notification-topic",
            paramLabel = "TOPIC",
            description =
                    "The Pub/Sub topic that tells of new objects of a gs:// storage. Default: the one that the bucket"
                            + " is configured for, else kubeface; it and the configuration are made if there is none.")
    private @Nullable String topic;

    /**
     * What listens to a storage.
     *
     * @throws IllegalArgumentException when an option has no use with it
     */
    ObjectEvents.Factory factory() {
        if (none && topic != null) {
            throw new IllegalArgumentException(
                    "--notification-topic " + topic + " has no use with --no-notifications; leave one of them out");
        }
        return environment -> {
            if (none) {
                return new NoEvents();
            }
            String url = environment.store().url();
            boolean bucket = isBucket(environment.store());
            if (!bucket && topic != null) {
                throw new IllegalArgumentException("--notification-topic " + topic + " has no use with the storage "
                        + url + "; leave it out, or use a gs:// storage");
            }
            return (bucket ? pubSub() : StoreEvents.forStore()).create(environment);
        };
    }

    /**
     * The checks of what listens to a storage; empty when nothing has to be there for it.
     *
     * @throws IOException when the services cannot be asked
     */
    Optional<CheckGroup> checks(ObjectStore store) throws IOException {
        return none || !isBucket(store)
                ? Optional.empty()
                : Optional.of(NotificationChecks.of(store, Optional.ofNullable(topic)));
    }

    /** Whether a storage can tell by Pub/Sub of what is new in it. */
    static boolean isBucket(ObjectStore store) {
        return store.url().toLowerCase(Locale.ROOT).startsWith("gs:");
    }

    private ObjectEvents.Factory pubSub() {
        PubSubEventsBuilder builder = PubSubEvents.builder();
        return topic == null ? builder : builder.topic(topic);
    }
}
