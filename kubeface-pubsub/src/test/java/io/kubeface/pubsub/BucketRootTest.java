package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketRootTest {
    private final BucketRoot root = BucketRoot.of("gs://data/runs/one");

    private static Map<String, String> attributes(String event, String bucket, String object) {
        return Map.of("eventType", event, "bucketId", bucket, "objectId", object, "payloadFormat", "NONE");
    }

    @Test
    void aUrlIsABucketAndAPrefix() {
        assertThat(BucketRoot.of("gs://data")).isEqualTo(new BucketRoot("data", ""));
        assertThat(BucketRoot.of("gs://data/")).isEqualTo(new BucketRoot("data", ""));
        assertThat(root).isEqualTo(new BucketRoot("data", "runs/one/"));
        assertThat(BucketRoot.of("gs://data/runs/one/")).isEqualTo(root);
    }

    @Test
    void anotherStoreIsRefusedWithTheCure() {
        assertThatThrownBy(() -> BucketRoot.of("file:///tmp/kubeface"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file:///tmp/kubeface")
                .hasMessageContaining("gs://")
                .hasMessageContaining("events(...)");
        assertThatThrownBy(() -> BucketRoot.of("gs:///prefix")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFilterIsForFinishedResultsBelowTheRoot() {
        assertThat(root.filter())
                .isEqualTo("attributes.eventType = \"OBJECT_FINALIZE\""
                        + " AND hasPrefix(attributes.objectId, \"runs/one/results/\")");
        assertThat(BucketRoot.of("gs://data").filter()).contains("hasPrefix(attributes.objectId, \"results/\")");
        assertThat(BucketRoot.of("gs://data/a\"b\\c").filter()).contains("\"a\\\"b\\\\c/results/\"");
    }

    @Test
    void theFilterOfAVeryLongPrefixStaysWithinWhatPubSubTakes() {
        for (String segment : new String[] {"x", "\"", "ä", "😀"}) {
            String filter = BucketRoot.of("gs://data/" + segment.repeat(200)).filter();
            assertThat(filter.getBytes(StandardCharsets.UTF_8).length).isBetween(245, 256);
            assertThat(filter).endsWith(segment.replace("\"", "\\\"") + "\")");
        }
    }

    @Test
    void aMessageTellsOfAResultBelowTheRootOrOfNothing() {
        String object = "runs/one/results/job-1/0000000001.value";
        assertThat(root.result(attributes("OBJECT_FINALIZE", "data", object)))
                .contains("results/job-1/0000000001.value");
        assertThat(root.result(attributes("OBJECT_DELETE", "data", object))).isEmpty();
        assertThat(root.result(attributes("OBJECT_FINALIZE", "other", object))).isEmpty();
        assertThat(root.result(attributes("OBJECT_FINALIZE", "data", "runs/one/inputs/job-1/0000000001")))
                .isEmpty();
        assertThat(root.result(attributes("OBJECT_FINALIZE", "data", "runs/one2/results/a/b.value")))
                .isEmpty();
        Map<String, String> odd = new HashMap<>(attributes("OBJECT_FINALIZE", "data", object));
        odd.remove("objectId");
        assertThat(root.result(odd)).isEmpty();
        assertThat(root.result(Map.of())).isEmpty();
    }
}
