package io.kubeface.pubsub;

import java.time.Duration;
import java.util.Optional;

/**
 * Options of a {@link PubSubEvents}.
 *
 * @param topic full or short name; empty for that of the bucket's configuration
 * @param subscriptionPrefix what the names of subscriptions begin with
 * @param subscriptionExpiry after how long without a pull Pub/Sub removes a subscription
 * @param pullDeadline how long a pull waits for messages
 */
record PubSubOptions(
        Optional<String> topic, String subscriptionPrefix, Duration subscriptionExpiry, Duration pullDeadline) {
    static final String DEFAULT_TOPIC = "kubeface";

    /** The full name of a topic. */
    static String topicName(String topic, String project) {
        return topic.startsWith("projects/") ? topic : "projects/" + project + "/topics/" + topic;
    }
}
