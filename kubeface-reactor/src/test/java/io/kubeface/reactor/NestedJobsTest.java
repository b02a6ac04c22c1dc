package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.Remote;
import io.kubeface.core.TaskContext;
import io.kubeface.core.function.FunctionNotShippableException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.InProcessBackend;
import io.kubeface.reactor.backend.LocalProcessBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Jobs that tasks begin. */
@Timeout(180)
class NestedJobsTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final AtomicReference<@Nullable Kubeface> SEEN = new AtomicReference<>();

    @TempDir
    Path storage;

    private KubefaceBuilder builder(Backend.Factory backend) {
        return Kubeface.builder().storage(storage).backend(backend);
    }

    private Kubeface inProcess() {
        return builder(InProcessBackend.builder()).build();
    }

    private static <R> List<R> all(Flux<Result<R>> results) {
        return results.map(Result::get).collectList().block(DEADLINE);
    }

    private List<String> jobFiles() throws IOException {
        try (Stream<Path> files = Files.walk(storage)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> storage.relativize(file).toString())
                    .filter(name -> !name.startsWith("code/"))
                    .toList();
        }
    }

    @Test
    void aWorkerProcessBeginsAJobOfWorkerProcessesWithTheClientThatItsFunctionCaptured() throws IOException {
        try (Kubeface kubeface = builder(LocalProcessBackend.builder()).build()) {
            List<List<String>> chains = all(kubeface.job("outer")
                    .map(
                            (Integer x) -> all(kubeface.job("inner")
                                    .map(
                                            (Integer y) -> TaskContext.current()
                                                            .parents()
                                                            .get(0) + " " + (x + y),
                                            Flux.just(10))),
                            Flux.just(1, 2)));
            assertThat(chains).hasSize(2);
            assertThat(chains.get(0)).singleElement().asString().matches("outer-.*/0000000000 11");
            assertThat(chains.get(1)).singleElement().asString().matches("outer-.*/0000000001 12");
        }
        assertThat(jobFiles()).as("neither of the jobs left anything").isEmpty();
    }

    @Test
    void aTaskBuildsAClientFromItsContextAndTheJobsNameShowsWhichTaskItWas() {
        try (Kubeface kubeface = inProcess()) {
            List<String> names = all(kubeface.job("outer").map((Integer x) -> inner(), Flux.just(1)));
            assertThat(names).singleElement().asString().matches("outer-0-inner-[0-9-]+-[0-9a-z]{6}");
        }
    }

    private static String inner() {
        try (Kubeface nested = Kubeface.builder(TaskContext.current())
                .backend(InProcessBackend.builder())
                .build()) {
            all(nested.job("inner").map((Integer y) -> y, Flux.just(1)));
            assertThat(nested.jobs().get(0).name()).isEqualTo("outer/0/inner");
            return nested.jobs().get(0).job();
        }
    }

    @Test
    void aClientThatATaskLeftOpenIsClosedWithIt() throws IOException {
        try (Kubeface kubeface = inProcess()) {
            List<Boolean> opened = all(kubeface.map(
                    (Integer x) -> {
                        SEEN.set(kubeface);
                        return kubeface.jobs().isEmpty();
                    },
                    Flux.just(1)));
            assertThat(opened).containsExactly(true);
            Kubeface seen = SEEN.get();
            assertThat(seen).isNotNull().isNotSameAs(kubeface);
            assertThatThrownBy(() -> all(seen.map((Integer x) -> x, Flux.just(1))))
                    .hasMessageContaining("closed");
        }
        assertThat(jobFiles()).isEmpty();
    }

    @Test
    void aClientThatIsOnlyPassedOnIsNotOpened() {
        try (Kubeface kubeface = inProcess()) {
            List<String> values = all(kubeface.map(
                    (Integer x) -> {
                        SEEN.set(kubeface);
                        return "given";
                    },
                    Flux.just(1)));
            assertThat(values).containsExactly("given");
            Kubeface seen = SEEN.get();
            assertThatThrownBy(() -> seen.jobs()).hasMessageContaining("its task has ended");
        }
    }

    @Test
    void tooDeepANestingIsRefusedWithAllTasksThatLedThere() {
        try (Kubeface kubeface = builder(InProcessBackend.builder()).maxDepth(2).build()) {
            Failure<Integer> failure = (Failure<Integer>) kubeface.job("depth0")
                    .map((Integer x) -> deeper(kubeface, 1), Flux.just(0))
                    .single()
                    .block(DEADLINE);
            assertThat(failure.cause().kind()).isEqualTo(FailureKind.USER_ERROR);
            assertThat(failure.cause().message())
                    .containsPattern("nested 3 deep, and maxDepth is 2: depth0-[^ ]*/0+ > depth0-0-depth1-[^ ]*/0+ > "
                            + "[^ ]*depth2-[^ ]*/0+\\. Raise maxDepth");
        }
    }

    private static int deeper(Kubeface kubeface, int depth) {
        return all(kubeface.job("depth" + depth).map((Integer x) -> deeper(kubeface, depth + 1), Flux.just(0)))
                .get(0);
    }

    @Test
    void withDepthZeroNoTaskBeginsJobs() {
        try (Kubeface kubeface = builder(InProcessBackend.builder()).maxDepth(0).build()) {
            Result<Integer> result = kubeface.map((Integer x) -> deeper(kubeface, 1), Flux.just(0))
                    .single()
                    .block(DEADLINE);
            assertThat(((Failure<Integer>) result).cause().message()).contains("maxDepth is 0");
        }
    }

    @Test
    void remoteObjectsGoIntoNestedJobsAndComeOutOfThem() throws IOException {
        try (Kubeface kubeface = inProcess()) {
            Remote<String> outer = kubeface.remote("outer");
            Remote<String> result = all(kubeface.map(
                            (Integer x) -> all(kubeface.map(
                                            (Integer y) -> Remote.of(outer.get() + " and inner"), Flux.just(1)))
                                    .get(0),
                            Flux.just(1)))
                    .get(0);
            assertThat(result.get()).isEqualTo("outer and inner");
        }
        assertThat(jobFiles()).isEmpty();
    }

    @Test
    void theConfigurationIsThatOfTheClientThatWasCaptured() {
        try (Kubeface kubeface =
                builder(InProcessBackend.builder()).cacheKeyPrefix("shared ").build()) {
            all(kubeface.map(
                    (Integer x) -> all(kubeface.job("inner").cacheKey("key").map((Integer y) -> y, Flux.just(1))),
                    Flux.just(1)));
            assertThat(kubeface.cleanup("shared key").block(DEADLINE).objects()).isZero();
            assertThat(kubeface.cleanup("key").block(DEADLINE).objects()).isPositive();
        }
    }

    @Test
    void aBackendThatCannotBeSentIsNamedWithWhatCan() {
        Backend.Factory inProcess = InProcessBackend.builder();
        try (Kubeface kubeface =
                builder(environment -> inProcess.create(environment)).build()) {
            assertThatThrownBy(() -> all(kubeface.map((Integer x) -> deeper(kubeface, 1), Flux.just(0))))
                    .isInstanceOf(FunctionNotShippableException.class)
                    .hasMessageContainingAll(
                            "the backend of a Kubeface client that is captured",
                            "LocalProcessBackend.builder()",
                            "Kubeface.builder(TaskContext.current())");
        }
    }
}
