package io.kubeface.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.storage.StorageException;
import io.kubeface.gcs.Gcloud;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a bucket, a topic and the grants that drivers and workers need, as {@code deploy/gcp} has them, and leaves what is
 * there as it is. Only {@link SetupStep#ensure} calls a service.
 */
public final class GoogleSetup implements AutoCloseable {
    private static final String ROLE = "kubefaceDriver";
    private static final List<String> ROLE_PERMISSIONS =
            List.of("pubsub.subscriptions.create", "pubsub.subscriptions.consume", "pubsub.subscriptions.delete");

    private final SetupPlan plan;
    private final boolean grants;
    private final Connection connection;

    /**
     * @param grants whether the services know any
     */
    GoogleSetup(SetupPlan plan, Endpoints endpoints, boolean grants) {
        this.plan = plan;
        this.grants = grants;
        this.connection = new Connection(endpoints);
    }

    /** A setup of the services that the environment names. */
    public static GoogleSetup of(SetupPlan plan) {
        Endpoints endpoints = Endpoints.ofEnvironment(Optional.of(plan.project()));
        boolean emulated = endpoints.storageEmulator().isPresent()
                || endpoints.pubSubEmulator().isPresent();
        return new GoogleSetup(plan, endpoints, !emulated);
    }

    /** Makes one thing, with connected clients. */
    @FunctionalInterface
    interface Making {
        boolean unlessThere(Clients clients) throws IOException;
    }

    /** What has to be there, each after what it needs. */
    public List<SetupStep> steps() {
        String bucket = plan.bucket();
        String topic = plan.fullTopic();
        BucketRoot root = plan.root();
        BucketSetup buckets = new BucketSetup(bucket);
        TopicSetup topics = new TopicSetup(topic);
        List<SetupStep> steps = new ArrayList<>();
        steps.add(step(
                "bucket gs://" + bucket,
                Gcloud.createBucket(bucket, plan.project(), plan.location()),
                clients -> buckets.create(clients.storage(), plan.location())));
        steps.add(step(
                "rule that removes what is abandoned",
                Gcloud.lifecycle(bucket, root.prefix()),
                clients -> buckets.removeAbandoned(clients.storage(), root.prefix())));
        steps.add(step("topic " + topic, Gcloud.createTopic(topic), clients -> topics.create(clients.topics())));
        steps.add(grant(
                "the bucket may publish to the topic",
                Gcloud.letBucketsPublish(topic, plan.project()),
                clients -> topics.grant(
                        clients.topics(),
                        "serviceAccount:"
                                + clients.storage()
                                        .getServiceAccount(plan.project())
                                        .getEmail(),
                        "roles/pubsub.publisher")));
        steps.add(step(
                "the bucket tells of new objects below " + root.resultsPrefix(),
                Gcloud.notify(bucket, topic, root.resultsPrefix()),
                clients -> tell(new BucketNotifications(clients.storage(), root), topic)));
        plan.driver().ifPresent(driver -> {
            steps.add(onBucket(buckets, "driver", driver, "roles/storage.objectUser"));
            steps.add(onBucket(buckets, "driver", driver, "roles/storage.legacyBucketReader"));
            steps.add(grant(
                    "driver: roles/pubsub.subscriber on the topic",
                    Gcloud.grantOnTopic(topic, driver, "roles/pubsub.subscriber"),
                    clients -> topics.grant(clients.topics(), driver, "roles/pubsub.subscriber")));
            steps.add(byHand(
                    "role for subscriptions",
                    Gcloud.createRole(plan.project(), ROLE, "Kubeface driver", ROLE_PERMISSIONS)));
            steps.add(byHand(
                    "driver: that role on the project",
                    Gcloud.grantOnProject(plan.project(), driver, "projects/" + plan.project() + "/roles/" + ROLE)));
        });
        plan.worker().ifPresent(worker -> {
            steps.add(onBucket(buckets, "workers", worker, "roles/storage.objectViewer"));
            steps.add(onBucket(buckets, "workers", worker, "roles/storage.objectCreator"));
        });
        return steps;
    }

    private static boolean tell(BucketNotifications notifications, String topic) {
        if (notifications.topic(Optional.of(topic)).isPresent()) {
            return false;
        }
        notifications.create(topic);
        return true;
    }

    private SetupStep onBucket(BucketSetup buckets, String who, String member, String role) {
        return grant(
                who + ": " + role + " on the bucket",
                Gcloud.grantOnBucket(plan.bucket(), member, role),
                clients -> buckets.grant(clients.storage(), member, role));
    }

    private SetupStep step(String name, String command, Making making) {
        return new Step(name, command, making, connection);
    }

    /** An emulator knows no grants. */
    private SetupStep grant(String name, String command, Making making) {
        return grants ? step(name, command, making) : byHand(name, command);
    }

    private static SetupStep byHand(String name, String command) {
        return new ByHand(name, command);
    }

    @Override
    public void close() {
        connection.close();
    }

    private record ByHand(String name, String command) implements SetupStep {
        @Override
        public Outcome ensure() {
            return Outcome.BY_HAND;
        }
    }

    private record Step(String name, String command, Making making, Connection connection) implements SetupStep {
        @Override
        public Outcome ensure() throws IOException {
            try {
                return making.unlessThere(connection.open()) ? Outcome.MADE : Outcome.THERE;
            } catch (ApiException | StorageException e) {
                throw PubSubFailure.of(e, "set up: " + name, "").exception();
            }
        }
    }
}
