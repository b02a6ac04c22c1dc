package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.reactor.backend.InProcessBackend;
import io.kubeface.reactor.backend.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A cleanup while jobs run, in real time: leases are written and looked at as they are in use. */
@Timeout(120)
class LivingClientCleanupTest {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final CountDownLatch ENTERED = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    @TempDir
    Path storage;

    private static int whenAllowed(int input) throws InterruptedException {
        ENTERED.countDown();
        GO_ON.await();
        return input * input;
    }

    @Test
    void whatEndedGoesAndWhatRunsForLongerThanTheGraceStaysAndEndsWell() throws Exception {
        try (Kubeface kubeface = client();
                Kubeface other = client()) {
            kubeface.job("ended")
                    .keep(KeepPolicy.ALL)
                    .<Integer, Integer>map(x -> x + 1, Flux.range(0, 3))
                    .blockLast(DEADLINE);
            String ended = kubeface.jobs().get(0).job();
            assertThat(objects()).isNotEmpty().allMatch(name -> name.contains(ended));

            CompletableFuture<Integer> result = kubeface.map(LivingClientCleanupTest::whenAllowed, Flux.just(7))
                    .map(Result::get)
                    .single()
                    .toFuture();
            ENTERED.await();
            String running = kubeface.jobs().get(1).job();
            makeTheJobOldAndAwaitItsNextLease(running);

            assertThat(kubeface.cleanup().block(DEADLINE).cleaned()).containsExactly(ended);
            assertThat(objects()).isNotEmpty().allMatch(name -> name.contains(running));
            assertThat(other.cleanup().block(DEADLINE)).isEqualTo(CleanupReport.NOTHING);
            assertThat(other.cleanup(running).block(DEADLINE).live()).containsExactly(running);

            GO_ON.countDown();
            assertThat(result.get()).isEqualTo(49);
        }
        assertThat(objects()).isEmpty();
    }

    private Kubeface client() {
        return Kubeface.builder()
                .storage(storage)
                .backend(InProcessBackend.builder())
                .driverLossGrace(GRACE)
                .build();
    }

    /** Without the lease that is written then it would count as dead. */
    private void makeTheJobOldAndAwaitItsNextLease(String job) throws IOException {
        FileTime longAgo = FileTime.from(Instant.now().minus(GRACE.multipliedBy(100)));
        for (String name : objects()) {
            if (name.contains(job)) {
                Files.setLastModifiedTime(storage.resolve(name), longAgo);
            }
        }
        Path lease = storage.resolve(objects().stream()
                .filter(name -> name.contains("/lease-" + job))
                .findFirst()
                .orElseThrow());
        Processes.await("the lease is renewed", () -> written(lease).compareTo(longAgo) > 0);
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is in the storage but code, which is of no job. */
    private List<String> objects() throws IOException {
        try (Stream<Path> files = Files.walk(storage)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> storage.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith("code/"))
                    .toList();
        }
    }
}
