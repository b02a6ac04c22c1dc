package io.kubeface.pubsub;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import io.kubeface.core.check.Check;
import io.kubeface.core.check.Finding;
import io.kubeface.core.check.StorageChecks;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.gcs.Gcloud;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes an object where results are written, and waits for its message.
 *
 * @param patience how long it waits
 */
record EndToEndCheck(Told told, ObjectStore store, Duration patience) implements Check {
    private static final int MOST_MESSAGES = 1000;

    @Override
    public String name() {
        return NotificationChecks.END_TO_END;
    }

    @Override
    public List<String> needs() {
        return List.of(
                NotificationChecks.CONFIGURATION,
                NotificationChecks.SUBSCRIPTION,
                StorageChecks.CREATE,
                StorageChecks.DELETE);
    }

    @Override
    public Finding run() throws IOException {
        String object = "results/doctor-" + UUID.randomUUID() + "/probe";
        try {
            String subscription = told.subscribe();
            try {
                store.put(object, PutMode.CREATE, "text/plain", out -> {});
                return await(subscription, object)
                        .map(latency -> Finding.ok("the message came after " + latency.toMillis() + " ms"))
                        .orElseGet(this::silence);
            } finally {
                store.delete(List.of(object));
                told.unsubscribe(subscription);
            }
        } catch (ApiException e) {
            throw PubSubFailure.of(e, "hear of " + store.address(object), "").exception();
        }
    }

    /** How long after this call's begin, which is the write's end, the object's message is there. */
    private Optional<Duration> await(String subscription, String object) {
        long begun = System.nanoTime();
        while (true) {
            Duration gone = Duration.ofNanos(System.nanoTime() - begun);
            Duration left = patience.minus(gone);
            if (left.isNegative() || left.isZero()) {
                return Optional.empty();
            }
            try {
                if (pull(subscription, left).getReceivedMessagesList().stream()
                        .anyMatch(message -> tells(message, object))) {
                    return Optional.of(Duration.ofNanos(System.nanoTime() - begun));
                }
            } catch (DeadlineExceededException e) {
                return Optional.empty();
            }
        }
    }

    private PullResponse pull(String subscription, Duration longest) {
        return told.clients()
                .subscriptions()
                .pullCallable()
                .call(
                        PullRequest.newBuilder()
                                .setSubscription(subscription)
                                .setMaxMessages(MOST_MESSAGES)
                                .build(),
                        GrpcCallContext.createDefault().withTimeoutDuration(longest));
    }

    private boolean tells(ReceivedMessage message, String object) {
        return told.root()
                .result(message.getMessage().getAttributesMap())
                .filter(object::equals)
                .isPresent();
    }

    private Finding silence() {
        String topic = told.topic();
        return Finding.failed("Nothing told of a new object within " + patience.toSeconds() + " s. The bucket's service"
                + " agent needs roles/pubsub.publisher on the topic: "
                + Gcloud.letBucketsPublish(topic, told.project()) + " ."
                + " A configuration that was just made takes up to 30 s to take effect.");
    }
}
