package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.kubeface.core.check.Checkup;
import io.kubeface.core.check.Finding;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.pubsub.FakeBucketService.Answer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Setups that the emulators cannot be brought into. */
class NotificationChecksTest {
    private static final String TOPIC = "projects/the-project/topics/told";
    /** https://cloud.google.com/pubsub/docs/reference/error-codes */
    private static final Status DENIED =
            Status.PERMISSION_DENIED.withDescription("User not authorized to perform this action.");
    /** https://cloud.google.com/storage/docs/json_api/v1/notifications#resource-representations */
    private static final Answer CONFIGURED = new Answer(
            200,
            "{\"kind\":\"storage#notifications\",\"items\":[{\"kind\":\"storage#notification\",\"id\":\"1\",\"topic\":"
                    + "\"//pubsub.googleapis.com/" + TOPIC + "\",\"event_types\":[\"OBJECT_FINALIZE\"],"
                    + "\"payload_format\":\"NONE\"}]}");

    /** Knows its name only: a real one would look for credentials. */
    private static final ObjectStore STORE = (ObjectStore) Proxy.newProxyInstance(
            NotificationChecksTest.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> "gs://the-bucket/root");

    // https://cloud.google.com/pubsub/docs/access-control#required_permissions
    @Test
    void theRightToMakeASubscriptionIsNamed() throws Exception {
        assertThat(finding(Map.of("CreateSubscription", DENIED), CONFIGURED, Optional.empty(), "pubsub subscription"))
                .satisfies(finding -> assertThat(finding.status()).isEqualTo(Finding.Status.FAILED))
                .satisfies(finding -> assertThat(finding.text())
                        .contains("lacks pubsub.subscriptions.create on the project the-project")
                        .contains("pubsub.topics.attachSubscription on the topic " + TOPIC)
                        .contains("gcloud projects add-iam-policy-binding the-project"));
    }

    // https://cloud.google.com/pubsub/docs/access-control#required_permissions
    @Test
    void theRightToHearOfMessagesIsNamed() throws Exception {
        assertThat(finding(Map.of("Pull", DENIED), CONFIGURED, Optional.empty(), "pubsub subscription")
                        .text())
                .contains("lacks pubsub.subscriptions.consume on the project the-project");
    }

    // https://cloud.google.com/pubsub/docs/access-control#required_permissions
    @Test
    void theRightToRemoveASubscriptionIsNamed() throws Exception {
        assertThat(finding(Map.of("DeleteSubscription", DENIED), CONFIGURED, Optional.empty(), "pubsub subscription")
                        .text())
                .contains("lacks pubsub.subscriptions.delete on the project the-project");
    }

    // https://cloud.google.com/storage/docs/access-control/iam-permissions#bucket_permissions
    @Test
    void theRightToReadConfigurationsIsNamedUnlessTheTopicIs() throws Exception {
        Answer forbidden = Answer.error(403, "forbidden", "x does not have storage.buckets.get access");

        assertThat(finding(Map.of(), forbidden, Optional.empty(), "notification")
                        .text())
                .contains("Grant the driver storage.buckets.get: gcloud storage buckets add-iam-policy-binding"
                        + " gs://the-bucket --member=PRINCIPAL --role=roles/storage.legacyBucketReader");
        assertThat(finding(Map.of(), forbidden, Optional.empty(), "pubsub subscription")
                        .status())
                .isEqualTo(Finding.Status.SKIPPED);
        assertThat(finding(Map.of(), forbidden, Optional.of("told"), "notification")
                        .status())
                .isEqualTo(Finding.Status.SKIPPED);
        assertThat(finding(Map.of(), forbidden, Optional.of("told"), "pubsub subscription")
                        .status())
                .isEqualTo(Finding.Status.OK);
    }

    private static Finding finding(
            Map<String, Status> refused, Answer configurations, Optional<String> topic, String check)
            throws IOException {
        try (RefusingPubSub pubSub = new RefusingPubSub(refused);
                FakeBucketService storage = new FakeBucketService(request -> configurations);
                NotificationChecks checks =
                        new NotificationChecks(STORE, topic, pubSub.endpoints(storage.url()), Duration.ofSeconds(1))) {
            List<Checkup.Line> lines = Checkup.run(
                    checks.checks().stream()
                            .filter(one -> !one.name().equals(NotificationChecks.END_TO_END))
                            .toList(),
                    line -> {});
            return lines.stream()
                    .filter(line -> line.name().equals(check))
                    .findFirst()
                    .orElseThrow()
                    .finding();
        }
    }
}
