package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.reactor.backend.InProcessBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** No thread that must not block is ever blocked, by whole jobs of either local backend. */
class NonBlockingTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @BeforeAll
    static void watch() {
        // Logging to the console blocks by nature, in any library.
        BlockHound.install(builder -> builder.allowBlockingCallsInside("org.slf4j.simple.SimpleLogger", "write"));
    }

    @Test
    void theWatchdogIsAwake() {
        Mono<Object> blocking = Mono.fromCallable(() -> {
                    TimeUnit.MILLISECONDS.sleep(1);
                    return new Object();
                })
                .subscribeOn(Schedulers.parallel());
        assertThatThrownBy(() -> blocking.block(DEADLINE)).hasMessageContaining("Blocking call");
    }

    @Test
    void aJobInThisProcessBlocksNoThreadThatMustNot() {
        try (Kubeface kubeface = Kubeface.builder()
                .storage("memory:non-blocking")
                .backend(InProcessBackend.builder())
                .build()) {
            assertThat(squaresOnAParallelThread(kubeface)).containsExactly(0, 1, 4, 9);
        }
    }

    @Test
    void aJobInWorkerProcessesBlocksNoThreadThatMustNot(@TempDir Path storage) {
        try (Kubeface kubeface = Kubeface.builder().storage(storage).build()) {
            assertThat(squaresOnAParallelThread(kubeface)).containsExactly(0, 1, 4, 9);
            // A failure is dealt with by other code than a success.
            assertThat(Mono.defer(() -> kubeface.map(x -> 1 / x, Flux.just(0)).collectList())
                            .subscribeOn(Schedulers.parallel())
                            .block(DEADLINE))
                    .singleElement()
                    .matches(result -> !result.isSuccess());
        }
    }

    @Test
    void cancellingAndClosingOnSuchAThreadBlockItNot(@TempDir Path storage) {
        Kubeface kubeface = Kubeface.builder().storage(storage).build();
        Long first = Mono.defer(() -> kubeface.map(
                                x -> {
                                    if (x > 0) {
                                        TimeUnit.HOURS.sleep(1);
                                    }
                                    return 1L;
                                },
                                Flux.range(0, 10))
                        .map(Result::get)
                        .next())
                .subscribeOn(Schedulers.parallel())
                .flatMap(one -> kubeface.closeAsync().thenReturn(one).subscribeOn(Schedulers.parallel()))
                .block(DEADLINE);
        assertThat(first).isEqualTo(1L);
    }

    @Test
    void aClientMayBeClosedByItsOwnSubscriber() {
        List<Result<Integer>> results = Flux.using(
                        () -> Kubeface.builder()
                                .storage("memory:closed-by-subscriber")
                                .backend(InProcessBackend.builder())
                                .build(),
                        kubeface -> kubeface.map((Integer x) -> x * x, Flux.range(0, 3)),
                        Kubeface::close,
                        false)
                .collectList()
                .block(DEADLINE);
        assertThat(results).hasSize(3);
    }

    private static List<Integer> squaresOnAParallelThread(Kubeface kubeface) {
        return Mono.defer(() -> kubeface.map((Integer x) -> x * x, Flux.range(0, 4))
                        .map(Result::get)
                        .collectList())
                .subscribeOn(Schedulers.parallel())
                .block(DEADLINE);
    }
}
