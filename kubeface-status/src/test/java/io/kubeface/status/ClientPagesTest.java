package io.kubeface.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobPages;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.KubefaceBuilder;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.backend.InProcessBackend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Pages of real jobs in threads of this JVM, in a directory. */
@Timeout(120)
class ClientPagesTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int MIB = 1 << 20;

    @TempDir
    private Path storage;

    private KubefaceBuilder builder() {
        return Kubeface.builder().storage(storage).backend(InProcessBackend.builder());
    }

    private List<Path> pages() throws IOException {
        Path root = storage.resolve("status");
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static JobStatus read(Path json) throws IOException {
        try (InputStream in = Files.newInputStream(json)) {
            return StatusJson.read(in);
        }
    }

    @Test
    void aJobLeavesItsPageWhereTheClientSaid() throws Exception {
        CompletableFuture<JobPages.Addresses> addresses = new CompletableFuture<>();
        try (Kubeface kubeface = builder().build()) {
            kubeface.events()
                    .ofType(JobEvent.JobBegan.class)
                    .next()
                    .subscribe(began ->
                            addresses.complete(kubeface.statusPage(began.job()).orElseThrow()));
            kubeface.job("<b>squares</b>")
                    .retry(RetryPolicy.userErrors(1).backoff(Duration.ZERO, Duration.ZERO))
                    .<Integer, Integer>map(
                            x -> {
                                if (x % 10 == 3) {
                                    throw new IllegalArgumentException("<i>no</i> " + "m".repeat(10 * MIB));
                                }
                                return x * x;
                            },
                            Flux.range(0, 30))
                    .blockLast(DEADLINE);
        }
        assertThat(pages()).hasSize(2);
        Path html = pages().get(0);
        assertThat(html).isEqualTo(Path.of(addresses.join().done()));
        JobStatus status = read(pages().get(1));
        assertThat(status.name()).isEqualTo("<b>squares</b>");
        assertThat(status.state()).isEqualTo(JobStatus.State.COMPLETED);
        assertThat(status.inputs().succeeded()).isEqualTo(27);
        assertThat(status.attempts().retries()).isEqualTo(3);
        assertThat(status.failures()).singleElement().satisfies(group -> {
            assertThat(group.count()).isEqualTo(3);
            assertThat(group.examples()).singleElement().satisfies(example -> {
                assertThat(example.count()).isEqualTo(3);
                assertThat(example.message()).startsWith("<i>no</i> mmm").hasSizeLessThan(700);
                assertThat(example.frames().get(0)).contains("ClientPagesTest");
            });
        });
        assertThat(status.setup().orElseThrow().options()).containsEntry("retry", "1");
        assertThat(status.setup().orElseThrow().code()).isNotEmpty();
        assertThat(Files.readString(html))
                .contains("&lt;b&gt;squares&lt;/b&gt;")
                .doesNotContain("<b>", "<i>");
        assertThat(Files.size(html)).isLessThan(100 * 1024);
    }

    @Test
    void aJobThatFailsAndOneThatIsCancelledSaySo() throws Exception {
        try (Kubeface kubeface = builder().build()) {
            kubeface.<Integer, Integer>map(x -> x, Flux.error(new IOException("the source is gone")))
                    .onErrorComplete()
                    .blockLast(DEADLINE);
            kubeface.<Integer, Integer>map(x -> x, Flux.range(0, 100)).blockFirst(DEADLINE);
        }
        assertThat(pages()).hasSize(4).allMatch(page -> page.getParent().endsWith("done"));
        assertThat(Stream.of(read(pages().get(1)), read(pages().get(3))))
                .extracting(JobStatus::state)
                .containsExactlyInAnyOrder(JobStatus.State.FAILED, JobStatus.State.CANCELLED);
        assertThat(Stream.of(read(pages().get(1)), read(pages().get(3))))
                .anyMatch(status -> status.error().orElse("").contains("the source is gone"));
    }

    @Test
    void aClientThatWantsNoneHasNone() throws Exception {
        try (Kubeface kubeface = builder().statusPages(false).build()) {
            kubeface.<Integer, Integer>map(x -> x, Flux.range(0, 3)).blockLast(DEADLINE);
            assertThat(kubeface.statusPage("map-20261129-221500-4k2m9x")).isEmpty();
        }
        assertThat(pages()).isEmpty();
    }
}
