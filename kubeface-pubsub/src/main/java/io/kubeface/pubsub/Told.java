package io.kubeface.pubsub;

import com.google.pubsub.v1.DeleteSubscriptionRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How the results of a root are told of, for checks. Its calls block and throw what the clients throw.
 *
 * @param project where subscriptions are made
 * @param named the topic that was named, full or short
 */
record Told(Clients clients, BucketRoot root, String project, Optional<String> named) {

    /** The full name of the topic that was named. */
    Optional<String> wanted() {
        return named.map(topic -> PubSubOptions.topicName(topic, project));
    }

    /** The full name of the topic on which the bucket tells of results, if it does. */
    Optional<String> configured() {
        return new BucketNotifications(clients.storage(), root).topic(wanted());
    }

    /** The full name of the topic that a driver would subscribe to. */
    String topic() {
        return wanted().or(this::configured)
                .orElseGet(() -> PubSubOptions.topicName(PubSubOptions.DEFAULT_TOPIC, project));
    }

    /** Makes a subscription as a driver does, and gives its name. */
    String subscribe() {
        String name = "projects/" + project + "/subscriptions/kubeface-doctor-" + UUID.randomUUID();
        clients.subscriptions()
                .createSubscriptionCallable()
                .call(GoogleSubscription.request(root, Duration.ofDays(1), name, topic()));
        return name;
    }

    void unsubscribe(String name) {
        clients.subscriptions()
                .deleteSubscriptionCallable()
                .call(DeleteSubscriptionRequest.newBuilder()
                        .setSubscription(name)
                        .build());
    }
}
