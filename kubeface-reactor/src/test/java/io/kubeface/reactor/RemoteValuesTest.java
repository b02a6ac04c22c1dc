package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.Remote;
import io.kubeface.core.RemoteObjectException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.InProcessBackend;
import io.kubeface.reactor.backend.LocalProcessBackend;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Remote objects in functions, inputs and results. */
@Timeout(120)
class RemoteValuesTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final AtomicInteger READ = new AtomicInteger();

    @TempDir
    Path storage;

    private KubefaceBuilder builder(Backend.Factory backend) {
        return Kubeface.builder().storage(storage).backend(backend);
    }

    private Kubeface inProcess() {
        return builder(InProcessBackend.builder()).build();
    }

    private List<String> files(String below) throws IOException {
        Path root = storage.resolve(below);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> storage.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static <R> List<R> all(Flux<Result<R>> results) {
        return results.map(Result::get).collectList().block(DEADLINE);
    }

    /** Counts in this JVM how often one is read. */
    private record Table(List<Integer> numbers) implements Serializable {
        private Object readResolve() {
            READ.incrementAndGet();
            return this;
        }
    }

    @Test
    void workerProcessesGetOneThatIsCapturedAndOneThatIsAnInputAndGiveOthers() throws IOException {
        Backend.Factory processes = LocalProcessBackend.builder();
        try (Kubeface kubeface = builder(processes).build()) {
            Remote<int[]> table = kubeface.remote(new int[100_000]);
            Remote<String> word = kubeface.remote("word");
            List<Remote<String>> results = all(kubeface.job("words")
                    .itemsPerTask(2)
                    .map((Remote<String> input) -> Remote.of(input.get() + table.get().length), Flux.just(word, word)));
            assertThat(results).extracting(Remote::get).containsOnly("word100000");
            assertThat(files("objects")).as("equal values are one object").hasSize(3);
            assertThat(files("jobs")).singleElement().asString().contains("lease-client-");
        }
        assertThat(files("objects")).isEmpty();
        assertThat(files("jobs")).isEmpty();
    }

    @Test
    void aGroupReadsTheSameValueOnceAndOnlyIfItIsAskedFor() {
        try (Kubeface kubeface = inProcess()) {
            Remote<Table> table = kubeface.remote(new Table(List.of(7)));
            READ.set(0);
            all(kubeface.job("none").itemsPerTask(4).map((Integer x) -> table.toString(), Flux.range(0, 4)));
            assertThat(READ).hasValue(0);
            List<Integer> sums = all(kubeface.job("group")
                    .itemsPerTask(4)
                    .map((Remote<Table> input) -> input.get().numbers().get(0), Flux.just(table, table, table, table)));
            assertThat(sums).containsExactly(7, 7, 7, 7);
            assertThat(READ).hasValue(1);
        }
    }

    @Test
    void aResultOutlivesItsJobAndGoesWithItsClient() throws IOException {
        Remote<String> read;
        Remote<String> unread;
        try (Kubeface kubeface = inProcess()) {
            List<Remote<String>> results = all(kubeface.map((Integer x) -> Remote.of("value " + x), Flux.range(0, 2)));
            read = results.get(0);
            unread = results.get(1);
            assertThat(read.get()).isEqualTo("value 0");
            assertThat(all(kubeface.map((Remote<String> one) -> one.get() + "!", Flux.just(unread))))
                    .as("what one job gave goes into another")
                    .containsExactly("value 1!");
        }
        assertThat(files("objects")).isEmpty();
        assertThatThrownBy(unread::get)
                .isInstanceOf(RemoteObjectException.class)
                .hasMessageContaining("its client was closed");
    }

    @Test
    void underACacheKeyItIsReusedByContentAndGoesWithTheKey() throws IOException {
        try (Kubeface kubeface = inProcess()) {
            assertThat(run(kubeface, "data").get(0).get().get()).isEqualTo("result of data");
        }
        String key = files("objects").get(0).split("/", -1)[1];
        assertThat(files("objects")).hasSize(2).allMatch(name -> name.contains(key));
        try (Kubeface kubeface = inProcess()) {
            List<Result<Remote<String>>> again = run(kubeface, "data");
            assertThat(again.get(0).report().reuse().orElseThrow().verdict()).isEqualTo(Reuse.Verdict.REUSED);
            assertThat(again.get(0).get().get()).isEqualTo("result of data");
            assertThat(run(kubeface, "others")
                            .get(0)
                            .report()
                            .reuse()
                            .orElseThrow()
                            .verdict())
                    .isEqualTo(Reuse.Verdict.INPUT);
            kubeface.cleanup("grid").block(DEADLINE);
        }
        assertThat(files("objects")).isEmpty();
    }

    private static List<Result<Remote<String>>> run(Kubeface kubeface, String data) {
        return kubeface.job("cached")
                .cacheKey("grid")
                .map((Remote<String> input) -> Remote.of("result of " + input.get()), Flux.just(Remote.of(data)))
                .collectList()
                .block(DEADLINE);
    }

    @Test
    void anotherClientMayUseWhatOneGave() throws IOException {
        try (Kubeface one = inProcess();
                Kubeface other = inProcess()) {
            Remote<String> given = all(one.map((Integer x) -> Remote.of("given"), Flux.just(0)))
                    .get(0);
            List<String> read = all(other.map(
                    (Integer x) -> {
                        return given.get();
                    },
                    Flux.just(0)));
            assertThat(read).containsExactly("given");
            assertThat(files("objects")).hasSize(2);
        }
        assertThat(files("objects")).isEmpty();
    }

    @Test
    void oneThatWasRemovedFailsTheFunctionAndSaysWhich() throws IOException {
        try (Kubeface kubeface = inProcess()) {
            Remote<String> given = all(kubeface.map((Integer x) -> Remote.of("given"), Flux.just(0)))
                    .get(0);
            for (String file : files("objects")) {
                Files.delete(storage.resolve(file));
            }
            Result<String> result = kubeface.map((Remote<String> x) -> x.get(), Flux.just(given))
                    .single()
                    .block(DEADLINE);
            Failure<String> failure = (Failure<String>) result;
            assertThat(failure.cause().kind()).isEqualTo(FailureKind.USER_ERROR);
            assertThat(failure.cause().message()).contains("The remote object ", "somebody removed it");
        }
    }

    @Test
    void whatAWorkerWroteAndNobodyReadGoesTooWhenTheJobWasCancelled() throws Exception {
        try (Kubeface kubeface =
                builder(InProcessBackend.builder()).maxSimultaneousTasks(4).build()) {
            CompletableFuture<JobEvent.JobEnded> ended =
                    kubeface.events().ofType(JobEvent.JobEnded.class).next().toFuture();
            Flux<JobEvent.TaskSettled> settled = kubeface.events().ofType(JobEvent.TaskSettled.class);
            CompletableFuture<List<JobEvent.TaskSettled>> all =
                    settled.take(4).collectList().toFuture();
            BaseSubscriber<Result<Remote<String>>> subscriber = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(1);
                }
            };
            kubeface.map((Integer x) -> Remote.of("never read " + x), Flux.range(0, 4))
                    .subscribe(subscriber);
            all.get();
            subscriber.cancel();
            ended.get();
            assertThat(files("objects")).hasSizeGreaterThanOrEqualTo(3);
        }
        assertThat(files("objects")).isEmpty();
    }

    @Test
    void aClientThatNeverCleansUpLeavesThem() throws IOException {
        try (Kubeface kubeface =
                builder(InProcessBackend.builder()).neverCleanup().build()) {
            all(kubeface.map((Integer x) -> Remote.of("given"), Flux.just(0)));
        }
        assertThat(files("objects")).hasSize(1);
    }
}
