package io.kubeface.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BucketUrlTest {

    @Test
    void aRootIsABucketAndAPrefix() {
        assertThat(BucketUrl.parse("gs://my-bucket")).isEqualTo(new BucketUrl("my-bucket", ""));
        assertThat(BucketUrl.parse("gs://my-bucket/")).isEqualTo(new BucketUrl("my-bucket", ""));
        assertThat(BucketUrl.parse("gs://my.bucket_1/a/b")).isEqualTo(new BucketUrl("my.bucket_1", "a/b/"));
        assertThat(BucketUrl.parse("GS://my-bucket/a/b/").url()).isEqualTo("gs://my-bucket/a/b");
    }

    @Test
    void anythingElseIsRefusedWithWhatWouldBeRight() {
        for (String bad : List.of(
                "gs:bucket",
                "gs://",
                "gs:///a",
                "gs://ab",
                "gs://Upper",
                "gs://-a-b",
                "gs://a b c",
                "gs://user@bucket",
                "gs://bucket:80",
                "gs://bucket/../a",
                "gs://bucket//",
                "gs://bucket/a//b",
                "gs://bucket/a?b",
                "gs://bucket/" + "x".repeat(124))) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> BucketUrl.parse(bad))
                    .withMessageContaining(bad)
                    .withMessageContaining("gs://BUCKET/PREFIX");
        }
    }

    @Test
    void anEmulatorIsNamedByHostAndPortOrByUrl() {
        assertThat(Endpoint.of("localhost:4443", "").emulator()).isEqualTo("http://localhost:4443");
        assertThat(Endpoint.of(" https://localhost:4443/ ", null).emulator()).isEqualTo("https://localhost:4443");
        assertThat(Endpoint.of(" ", "p")).isEqualTo(new Endpoint(null, "p"));
    }

    @Test
    void anAddressIsTheConsolesPage() {
        assertThat(new Endpoint(null, "none").address("my-bucket", "a/b+c/d"))
                .isEqualTo("https://console.cloud.google.com/storage/browser/_details/my-bucket/a/b+c/d");
    }

    @Test
    void aPageBeginsAtTheLeastNameBehindAnother() {
        assertThat(GcsListing.startAfter("")).isEqualTo("+");
        assertThat(GcsListing.startAfter("a/b")).isEqualTo("a/b+");
        assertThat(GcsListing.startAfter("a\nb")).isEqualTo("a+");
        assertThat(GcsListing.startAfter("a\uD800")).isEqualTo("a~");
    }
}
