package io.kubeface.pubsub;

import io.kubeface.reactor.events.JobHints;
import io.kubeface.reactor.events.ObjectEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.scheduler.Schedulers;

/** Options of {@link PubSubEvents}, each with a default. Not safe for use by several threads. */
public final class PubSubEventsBuilder implements ObjectEvents.Factory {
    private static final Pattern TOPIC = Pattern.compile("(projects/[^/]+/topics/)?[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
    private static final Pattern NAME_START = Pattern.compile("(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{0,199}");
    private static final Duration SHORTEST_EXPIRY = Duration.ofDays(1);
    private static final Duration PULL_DEADLINE = Duration.ofSeconds(60);

    private Optional<String> topic = Optional.empty();
    private Optional<String> project = Optional.empty();
    private String subscriptionPrefix = "kubeface";
    private Duration subscriptionExpiry = SHORTEST_EXPIRY;
    private Duration pullDeadline = PULL_DEADLINE;
    private Optional<Endpoints> endpoints = Optional.empty();

    PubSubEventsBuilder() {}

    /**
     * The topic on which the bucket tells of new objects: {@code name}, or {@code projects/project/topics/name}. By
     * default that of the bucket's own configuration, or, if it has none, {@code kubeface}. With a topic named here the
     * driver need not be allowed to read the bucket's configurations.
     */
    public PubSubEventsBuilder topic(String name) {
        if (!TOPIC.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "topic is a name of 3 to 255 letters, digits and -._~+% that begins with a letter, or"
                            + " projects/PROJECT/topics/NAME; got \"" + name + "\".");
        }
        this.topic = Optional.of(name);
        return this;
    }

    /**
     * The project in which the subscription is made, and the topic if it is made. By default what
     * {@code GOOGLE_CLOUD_PROJECT} says, or else the environment's: of gcloud, or of the machine in the cloud.
     */
    public PubSubEventsBuilder project(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("project is the id of a Google Cloud project; got \"" + id + "\".");
        }
        this.project = Optional.of(id);
        return this;
    }

    /** What the names of subscriptions begin with, before a dash and a random part; {@code kubeface} by default. */
    public PubSubEventsBuilder subscriptionPrefix(String start) {
        if (!NAME_START.matcher(start).matches()) {
            throw new IllegalArgumentException(
                    "subscriptionPrefix is 1 to 200 letters, digits and -._~+%, begins with a letter and not with goog;"
                            + " got \"" + start + "\".");
        }
        this.subscriptionPrefix = start;
        return this;
    }

    /** After how long a subscription that nobody pulls is removed by Pub/Sub; a day, the shortest, by default. */
    public PubSubEventsBuilder subscriptionExpiry(Duration expiry) {
        if (expiry.compareTo(SHORTEST_EXPIRY) < 0) {
            throw new IllegalArgumentException(
                    "subscriptionExpiry is a day or more, as Pub/Sub wants it; got " + expiry + ".");
        }
        this.subscriptionExpiry = expiry;
        return this;
    }

    /** For tests: other services than the environment's. */
    PubSubEventsBuilder endpoints(Endpoints other) {
        this.endpoints = Optional.of(other);
        return this;
    }

    /** For tests: how long a pull waits for messages. */
    PubSubEventsBuilder pullDeadline(Duration deadline) {
        this.pullDeadline = deadline;
        return this;
    }

    /**
     * Makes the event source of one client; calls no service yet.
     *
     * @throws IllegalArgumentException when the client's storage is not a bucket
     */
    @Override
    public PubSubEvents create(ObjectEvents.Environment environment) {
        BucketRoot root = BucketRoot.of(environment.store().url());
        GoogleSubscription subscription = new GoogleSubscription(
                root,
                new PubSubOptions(topic, subscriptionPrefix, subscriptionExpiry, pullDeadline),
                endpoints.orElseGet(() -> Endpoints.ofEnvironment(project)),
                new SubscriptionLease(environment.store(), environment.blocking(), Schedulers.parallel()));
        JobHints hints = new JobHints();
        return new PubSubEvents(
                hints, new Listening(root, hints, subscription, environment.blocking(), Schedulers.parallel()));
    }
}
