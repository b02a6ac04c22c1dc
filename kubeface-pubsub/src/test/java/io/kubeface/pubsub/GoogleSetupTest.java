package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.pubsub.FakeBucketService.Answer;
import io.kubeface.pubsub.SetupStep.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Grants, which the emulators do not know. */
class GoogleSetupTest {
    private static final String DRIVER = "serviceAccount:d@p.iam.gserviceaccount.com";
    private static final String ON_BUCKET = "driver: roles/storage.objectUser on the bucket";
    private static final String ON_TOPIC = "driver: roles/pubsub.subscriber on the topic";
    private static final String CONDITIONAL =
            "{\"role\":\"roles/storage.objectUser\",\"members\":[\"user:x@y.z\"],\"condition\":{\"title\":\"t\","
                    + "\"expression\":\"e\"}}";

    /** https://cloud.google.com/storage/docs/json_api/v1/buckets/getIamPolicy */
    private static Answer policy(String bindings) {
        return new Answer(
                200, "{\"kind\":\"storage#policy\",\"version\":3,\"etag\":\"CAE=\",\"bindings\":[" + bindings + "]}");
    }

    /** https://cloud.google.com/storage/docs/json_api/v1/buckets/setIamPolicy */
    @Test
    void aGrantOnTheBucketIsAddedToThoseThatAreThere() throws IOException {
        try (FakeBucketService storage = new FakeBucketService(request -> policy(CONDITIONAL));
                RefusingPubSub pubSub = new RefusingPubSub(Map.of());
                GoogleSetup setup = setup(pubSub, storage)) {
            assertThat(step(setup, ON_BUCKET).ensure()).isEqualTo(Outcome.MADE);

            assertThat(storage.requests).hasSize(2);
            FakeBucketService.Request written = storage.requests.get(1);
            assertThat(written.toString()).startsWith("PUT /b/the-bucket/iam");
            assertThat(written.body()).contains("\"etag\":\"CAE=\"", "user:x@y.z", "\"expression\":\"e\"", DRIVER);
        }
    }

    /** As above. */
    @Test
    void aGrantOnTheBucketThatIsThereIsLeft() throws IOException {
        String there = "{\"role\":\"roles/storage.objectUser\",\"members\":[\"" + DRIVER + "\"]}";
        try (FakeBucketService storage = new FakeBucketService(request -> policy(there));
                RefusingPubSub pubSub = new RefusingPubSub(Map.of());
                GoogleSetup setup = setup(pubSub, storage)) {
            assertThat(step(setup, ON_BUCKET).ensure()).isEqualTo(Outcome.THERE);
            assertThat(storage.requests).hasSize(1);
        }
    }

    /** https://cloud.google.com/storage/docs/json_api/v1/status-codes#403-forbidden */
    @Test
    void whoMayNotGrantIsTold() throws IOException {
        Answer refusal = Answer.error(403, "forbidden", "x does not have storage.buckets.getIamPolicy access");
        try (FakeBucketService storage = new FakeBucketService(request -> refusal);
                RefusingPubSub pubSub = new RefusingPubSub(Map.of());
                GoogleSetup setup = setup(pubSub, storage)) {
            assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(() -> step(setup, ON_BUCKET).ensure())
                    .withMessageContaining("set up: " + ON_BUCKET)
                    .withMessageContaining("storage.buckets.getIamPolicy");
        }
    }

    /** https://cloud.google.com/pubsub/docs/access-control */
    @Test
    void aGrantOnTheTopicIsReadAndWritten() throws IOException {
        try (FakeBucketService storage = new FakeBucketService(request -> policy(""));
                RefusingPubSub pubSub = new RefusingPubSub(Map.of());
                GoogleSetup setup = setup(pubSub, storage)) {
            assertThat(step(setup, ON_TOPIC).ensure()).isEqualTo(Outcome.MADE);
            assertThat(pubSub.calls).containsExactly("GetIamPolicy", "SetIamPolicy");
        }
    }

    /** https://cloud.google.com/pubsub/docs/reference/error-codes */
    @Test
    void aTopicThatIsThereIsLeftAndOneThatMayNotBeMadeIsTold() throws IOException {
        String topic = "topic projects/p/topics/told";
        try (FakeBucketService storage = new FakeBucketService(request -> policy(""));
                RefusingPubSub full = new RefusingPubSub(Map.of("CreateTopic", Status.ALREADY_EXISTS));
                RefusingPubSub strict = new RefusingPubSub(
                        Map.of("CreateTopic", Status.PERMISSION_DENIED.withDescription("not authorized")));
                GoogleSetup setup = setup(full, storage);
                GoogleSetup refused = setup(strict, storage)) {
            assertThat(step(setup, topic).ensure()).isEqualTo(Outcome.THERE);
            assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(() -> step(refused, topic).ensure())
                    .withMessageContaining(topic)
                    .withMessageContaining("not authorized");
        }
    }

    /** https://cloud.google.com/storage/docs/json_api/v1/buckets#lifecycle */
    @Test
    void aRuleIsAddedToThoseOfTheBucketOnce() throws IOException {
        String other = "{\"action\":{\"type\":\"Delete\"},\"condition\":{\"age\":365}}";
        String own = "{\"action\":{\"type\":\"Delete\"},\"condition\":{\"age\":30,\"matchesPrefix\":[\"root/inputs/\","
                + "\"root/cleanup/\",\"root/doctor/\",\"root/subscriptions/\"]}}";
        String rule = "rule that removes what is abandoned";
        try (FakeBucketService bare = new FakeBucketService(request -> bucket(other));
                FakeBucketService done = new FakeBucketService(request -> bucket(other + "," + own));
                RefusingPubSub pubSub = new RefusingPubSub(Map.of());
                GoogleSetup first = setup(pubSub, bare);
                GoogleSetup second = setup(pubSub, done)) {
            assertThat(step(first, rule).ensure()).isEqualTo(Outcome.MADE);
            assertThat(bare.requests.get(1).body()).contains("\"age\":365", "\"age\":30", "root/subscriptions/");
            assertThat(step(second, rule).ensure()).isEqualTo(Outcome.THERE);
            assertThat(done.requests).hasSize(1);
        }
    }

    @Test
    void whereNoGrantsAreKnownTheyAreLeftToCommands() throws IOException {
        try (GoogleSetup setup =
                new GoogleSetup(plan(), new Endpoints(Optional.empty(), Optional.empty(), Optional.of("p")), false)) {
            List<SetupStep> grants = setup.steps().stream()
                    .filter(step -> step.command().contains("add-iam-policy-binding"))
                    .toList();
            assertThat(grants).hasSize(5);
            for (SetupStep grant : grants) {
                assertThat(grant.ensure()).isEqualTo(Outcome.BY_HAND);
            }
        }
    }

    private static Answer bucket(String rules) {
        return new Answer(
                200,
                "{\"kind\":\"storage#bucket\",\"id\":\"the-bucket\",\"name\":\"the-bucket\",\"metageneration\":\"4\","
                        + "\"lifecycle\":{\"rule\":[" + rules + "]}}");
    }

    private static SetupPlan plan() {
        return new SetupPlan("p", "the-bucket", "root", "told", "EU", Optional.of(DRIVER), Optional.empty());
    }

    private static GoogleSetup setup(RefusingPubSub pubSub, FakeBucketService storage) {
        return new GoogleSetup(plan(), pubSub.endpoints(storage.url()), true);
    }

    private static SetupStep step(GoogleSetup setup, String name) {
        return setup.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
