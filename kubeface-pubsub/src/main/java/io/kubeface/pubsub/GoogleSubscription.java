package io.kubeface.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.storage.StorageException;
import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.kubeface.gcs.Gcloud;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription of Google Cloud Pub/Sub to what a bucket tells of its results. */
final class GoogleSubscription implements ClientSubscription {
    private static final Logger log = LoggerFactory.getLogger(GoogleSubscription.class);
    private static final int ACK_DEADLINE_SECONDS = 60;
    /** The shortest that Pub/Sub takes: what was missed for longer is found by looking. */
    private static final long RETENTION_SECONDS = 600;

    private final BucketRoot root;
    private final PubSubOptions options;
    private final Endpoints endpoints;
    private final SubscriptionLease lease;
    private volatile @Nullable Clients clients;
    private volatile @Nullable String name;
    private boolean closed;

    GoogleSubscription(BucketRoot root, PubSubOptions options, Endpoints endpoints, SubscriptionLease lease) {
        this.root = root;
        this.options = options;
        this.endpoints = endpoints;
        this.lease = lease;
    }

    @Override
    public synchronized void make() throws IOException {
        if (closed) {
            throw new IllegalStateException("These object events are closed.");
        }
        Clients open = clients;
        if (open == null) {
            open = openClients();
            clients = open;
        }
        remove(open);
        String project = endpoints.projectOrDefault();
        String topic = topic(open, project);
        subscribe(open, project, topic);
    }

    @Override
    public ApiFuture<PullResponse> pull(int maxMessages, boolean atOnce) {
        PullRequest.Builder request =
                PullRequest.newBuilder().setSubscription(current()).setMaxMessages(maxMessages);
        if (atOnce) {
            answerAtOnce(request);
        }
        return open().subscriptions()
                .pullCallable()
                .futureCall(
                        request.build(), GrpcCallContext.createDefault().withTimeoutDuration(options.pullDeadline()));
    }

    @Override
    public ApiFuture<?> acknowledge(List<String> ackIds) {
        Clients open = clients;
        return open == null
                ? ApiFutures.immediateFuture(Empty.getDefaultInstance())
                : open.subscriptions()
                        .acknowledgeCallable()
                        .futureCall(AcknowledgeRequest.newBuilder()
                                .setSubscription(current())
                                .addAllAckIds(ackIds)
                                .build());
    }

    @Override
    public PubSubFailure explain(Throwable failure) {
        return PubSubFailure.of(
                failure,
                "hear of new objects of " + root + " through the subscription " + name,
                "pubsub.subscriptions.consume (roles/pubsub.subscriber) on the subscription's project");
    }

    @Override
    public synchronized void close() {
        closed = true;
        Clients open = clients;
        if (open != null) {
            remove(open);
            clients = null;
            open.close();
        }
    }

    private Clients openClients() throws IOException {
        try {
            return Clients.open(endpoints);
        } catch (IOException e) {
            throw PubSubFailure.of(e, "connect to Pub/Sub", "").exception();
        }
    }

    /** The topic on which results are told; with what makes the bucket tell it. */
    private String topic(Clients open, String project) throws IOException {
        Optional<String> wanted = options.topic().map(topic -> PubSubOptions.topicName(topic, project));
        BucketNotifications notifications = new BucketNotifications(open.storage(), root);
        Optional<String> found;
        try {
            found = notifications.topic(wanted);
        } catch (StorageException e) {
            if (e.getCode() == 403 && wanted.isPresent()) {
                log.info(
                        "The notifications of {} may not be read; {} is taken to tell of its results.",
                        root,
                        wanted.get());
                return wanted.get();
            }
            throw PubSubFailure.of(
                            e,
                            "list the notification configurations of gs://" + root.bucket(),
                            "storage.buckets.get on the bucket, or name a topic that the bucket is known to tell with"
                                    + " PubSubEvents.builder().topic(...)")
                    .exception();
        }
        if (found.isPresent()) {
            return found.get();
        }
        String topic = wanted.orElseGet(() -> PubSubOptions.topicName(PubSubOptions.DEFAULT_TOPIC, project));
        createTopic(open, topic);
        try {
            notifications.create(topic);
        } catch (StorageException e) {
            throw PubSubFailure.of(
                            e,
                            "make gs://" + root.bucket() + " tell of new objects below " + root.resultsPrefix() + " on "
                                    + topic,
                            "storage.buckets.update on the bucket and the bucket's service agent roles/pubsub.publisher"
                                    + " on the topic, or make the configuration once by hand: "
                                    + Gcloud.notify(root.bucket(), topic, root.resultsPrefix()))
                    .exception();
        }
        log.info("Made gs://{} tell of new objects below {} on {}.", root.bucket(), root.resultsPrefix(), topic);
        return topic;
    }

    private static void createTopic(Clients open, String topic) throws IOException {
        try {
            open.topics()
                    .createTopicCallable()
                    .call(Topic.newBuilder().setName(topic).build());
        } catch (AlreadyExistsException e) {
            log.debug("The topic {} is there.", topic);
        } catch (PermissionDeniedException e) {
            // It may be there; what needs it tells otherwise.
            log.debug("The topic {} may not be made.", topic, e);
        } catch (ApiException e) {
            throw PubSubFailure.of(e, "make the topic " + topic, "").exception();
        }
    }

    private void subscribe(Clients open, String project, String topic) throws IOException {
        String fresh =
                "projects/" + project + "/subscriptions/" + options.subscriptionPrefix() + "-" + UUID.randomUUID();
        Subscription subscription = request(root, options.subscriptionExpiry(), fresh, topic);
        // Known before it is made, so that it is removed also when the answer is lost.
        name = fresh;
        lease.begin(fresh);
        try {
            try {
                open.subscriptions().createSubscriptionCallable().call(subscription);
            } catch (NotFoundException e) {
                log.info("The topic {} is gone; making it again.", topic);
                createTopic(open, topic);
                open.subscriptions().createSubscriptionCallable().call(subscription);
            }
        } catch (ApiException e) {
            throw PubSubFailure.of(
                            e,
                            "make a subscription to " + topic + " in the project " + project,
                            "pubsub.subscriptions.create on the project and pubsub.topics.attachSubscription on the"
                                    + " topic (roles/pubsub.editor has both)")
                    .exception();
        }
    }

    /** Pure: a subscription for a root's results, as it is asked for. */
    static Subscription request(BucketRoot root, Duration expiry, String name, String topic) {
        return Subscription.newBuilder()
                .setName(name)
                .setTopic(topic)
                .setFilter(root.filter())
                .setAckDeadlineSeconds(ACK_DEADLINE_SECONDS)
                .setMessageRetentionDuration(seconds(RETENTION_SECONDS))
                .setExpirationPolicy(ExpirationPolicy.newBuilder().setTtl(seconds(expiry.toSeconds())))
                .putLabels("app", "kubeface")
                .build();
    }

    private static com.google.protobuf.Duration seconds(long seconds) {
        return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).build();
    }

    private void remove(Clients open) {
        String old = name;
        if (old == null) {
            return;
        }
        name = null;
        // What has been written stays when it cannot be removed: a cleanup finds it by that.
        lease.stop();
        try {
            open.subscriptions()
                    .deleteSubscriptionCallable()
                    .call(DeleteSubscriptionRequest.newBuilder()
                            .setSubscription(old)
                            .build());
            lease.end(old);
        } catch (NotFoundException e) {
            log.debug("The subscription {} is gone.", old);
            lease.end(old);
        } catch (ApiException e) {
            log.warn(
                    "The subscription {} could not be removed; a cleanup does so, or Pub/Sub in {}.",
                    old,
                    options.subscriptionExpiry(),
                    e);
        }
    }

    /** The service advises against it, because it often brings nothing; here that is what is asked. */
    @SuppressWarnings("deprecation")
    static void answerAtOnce(PullRequest.Builder request) {
        request.setReturnImmediately(true);
    }

    private Clients open() {
        Clients open = clients;
        if (open == null) {
            throw new IllegalStateException("These object events are closed.");
        }
        return open;
    }

    private String current() {
        String current = name;
        return current == null ? "" : current;
    }
}
