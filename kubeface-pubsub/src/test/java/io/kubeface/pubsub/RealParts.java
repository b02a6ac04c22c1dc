package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Notification;
import com.google.cloud.storage.Storage;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.reactor.events.ObjectEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A bucket and a topic of a test's own, on the services that the environment names. */
final class RealParts implements AutoCloseable {
    final Endpoints endpoints;
    final String id = UUID.randomUUID().toString().substring(0, 12);
    final String topic;
    final String bucket = "kf-events-" + id;
    final ObjectStore store;
    final Clients clients;
    final Scheduler blocking = Schedulers.newBoundedElastic(4, Integer.MAX_VALUE, "test-io", 10, true);

    RealParts() {
        this(Endpoints.ofEnvironment(Optional.empty()));
    }

    RealParts(Endpoints endpoints) {
        assertThat(endpoints.storageEmulator())
                .as(
                        "STORAGE_EMULATOR_HOST, PUBSUB_EMULATOR_HOST and GOOGLE_CLOUD_PROJECT name the services to test with")
                .isPresent();
        assertThat(endpoints.pubSubEmulator()).as("PUBSUB_EMULATOR_HOST").isPresent();
        this.endpoints = endpoints;
        this.topic = "projects/" + endpoints.projectOrDefault() + "/topics/kf-events-" + id;
        try {
            this.clients = Clients.open(endpoints);
            clients.storage().create(BucketInfo.of(bucket));
            this.store = ObjectStores.open("gs://" + bucket + "/root");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PubSubEventsBuilder options() {
        return PubSubEvents.builder().endpoints(endpoints).topic(topic).subscriptionPrefix("kf-" + id);
    }

    PubSubEvents events() {
        return options().create(environment());
    }

    ObjectEvents.Environment environment() {
        return new ObjectEvents.Environment(store, blocking);
    }

    Storage storage() {
        return clients.storage();
    }

    List<Notification> configurations() {
        List<Notification> found = storage().listNotifications(bucket);
        return found == null ? List.of() : found;
    }

    /** Names of the topic's subscriptions. */
    List<String> subscriptions() {
        return clients.topics()
                .listTopicSubscriptionsCallable()
                .call(ListTopicSubscriptionsRequest.newBuilder().setTopic(topic).build())
                .getSubscriptionsList();
    }

    /** Something on the topic that is not of this bucket. */
    void publish(PubsubMessage message) {
        clients.topics()
                .publishCallable()
                .call(PublishRequest.newBuilder()
                        .setTopic(topic)
                        .addMessages(message)
                        .build());
    }

    @Override
    public void close() {
        closeStore();
        if (exists(topic)) {
            clients.topics()
                    .deleteTopicCallable()
                    .call(DeleteTopicRequest.newBuilder().setTopic(topic).build());
        }
        if (storage().get(bucket) != null) {
            storage().list(bucket).iterateAll().forEach(Blob::delete);
        }
        storage().delete(bucket);
        clients.close();
        blocking.dispose();
    }

    private void closeStore() {
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean exists(String name) {
        try {
            clients.topics()
                    .getTopicCallable()
                    .call(GetTopicRequest.newBuilder().setTopic(name).build());
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
