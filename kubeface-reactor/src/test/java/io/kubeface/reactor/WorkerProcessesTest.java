package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.TaskContext;
import io.kubeface.core.function.FunctionNotShippableException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.LocalProcessBackend;
import io.kubeface.reactor.backend.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.util.function.Tuple2;
import reactor.util.function.Tuples;

/** The main job through the public API, each task in a real worker process. */
class WorkerProcessesTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir
    Path storage;

    @TempDir
    Path scratch;

    private Kubeface kubeface;

    @BeforeEach
    void open() {
        kubeface = Kubeface.builder().storage(storage).maxSimultaneousTasks(2).build();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        kubeface.close();
        assertThat(workers()).isEmpty();
        assertThat(taskFiles()).isEmpty();
    }

    private static List<String> workers() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(process -> process.info().commandLine().stream())
                .toList();
    }

    private List<Path> taskFiles() throws IOException {
        try (Stream<Path> files = Files.walk(storage, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !storage.relativize(file).startsWith("code"))
                    .toList();
        }
    }

    private static <R> List<Result<R>> all(Flux<Result<R>> results) {
        return results.collectList().block(DEADLINE);
    }

    private static <R> Failure<R> only(Flux<Result<R>> results) {
        List<Result<R>> all = all(results);
        assertThat(all).hasSize(1);
        return all.get(0).failure().orElseThrow();
    }

    @Test
    void squaresComeInOrderFromProcessesOfTheirOwn() {
        List<Result<Integer>> results = all(kubeface.map(x -> x * x, Flux.range(0, 6)));
        assertThat(results.stream().map(Result::get)).containsExactly(0, 1, 4, 9, 16, 25);
        assertThat(results.stream()
                        .map(result -> result.report().run().orElseThrow().pid()))
                .doesNotHaveDuplicates()
                .doesNotContain(ProcessHandle.current().pid());
        assertThat(results).allSatisfy(result -> {
            TaskReport report = result.report();
            assertThat(report.inputBytes()).isPositive();
            assertThat(report.resultBytes()).isPositive();
            assertThat(report.attempts()).hasSize(1);
            assertThat(report.run().orElseThrow().commandLine()).contains("WorkerMain");
        });
    }

    @Test
    void whatAWorkerPrintedIsReadWhereItIsKept() {
        List<Result<Integer>> results = all(kubeface.job("logs")
                .keep(KeepPolicy.ALL)
                .map(
                        x -> {
                            System.out.println("input " + x);
                            if (x == 1) {
                                Runtime.getRuntime().halt(3);
                            }
                            return x;
                        },
                        Flux.range(0, 2)));
        assertThat(results.get(0).log().block(DEADLINE)).isEqualTo("input 0\n");
        assertThat(results.get(1).isSuccess()).isFalse();
        assertThat(results.get(1).log().block(DEADLINE)).isEqualTo("input 1\n");

        kubeface.cleanup().block(DEADLINE);
        kubeface.close();
        assertThatThrownBy(() -> results.get(0).log().block(DEADLINE))
                .isInstanceOf(LogNotFoundException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aFunctionThatReturnsNothingSucceeds() {
        List<Result<Object>> results = all(kubeface.map(x -> null, Flux.just("x")));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.isSuccess()).isTrue();
            assertThat(result.get()).isNull();
        });
    }

    @Test
    void aWorkerKilledInTheMiddleIsReplacedAndItsGrandchildIsGone() throws Exception {
        String pidFile = scratch.resolve("grandchild").toString();
        List<Result<Integer>> results = all(kubeface.map(
                x -> {
                    if (x == 1 && TaskContext.current().attempt() == 1) {
                        Process grandchild = new ProcessBuilder("sleep", "1000").start();
                        Files.writeString(Path.of(pidFile), Long.toString(grandchild.pid()));
                        String self = Long.toString(ProcessHandle.current().pid());
                        new ProcessBuilder("kill", "-KILL", self).start().waitFor();
                        Thread.currentThread().join();
                    }
                    return x * x;
                },
                Flux.range(0, 3)));
        assertThat(results.stream().map(Result::get)).containsExactly(0, 1, 4);
        assertThat(results.get(1).report().attempts()).hasSize(2);
        assertThat(results.get(1).report().attempts().get(0).outcome()).contains("WORKER_CRASH", "signal 9");
        Processes.awaitGone(Long.parseLong(Files.readString(Path.of(pidFile))));
    }

    @Test
    void afterACancelNoWorkerRunsAndNothingIsStored() {
        List<Integer> first = kubeface.map(
                        x -> {
                            if (x >= 3) {
                                TimeUnit.HOURS.sleep(1);
                            }
                            return x;
                        },
                        Flux.range(0, 100))
                .map(Result::get)
                .take(3)
                .collectList()
                .block(DEADLINE);
        assertThat(first).containsExactly(0, 1, 2);
        // The rest is checked when the client has been closed.
    }

    @Test
    void eachWayToFailIsAValueThatSaysSo() {
        List<Result<Object>> results = all(kubeface.map(WorkerProcessesTest::failIn, Flux.range(0, 6)));
        assertThat(results.stream().map(result -> result.failure().orElseThrow().kind()))
                .containsExactly(
                        FailureKind.USER_ERROR,
                        FailureKind.USER_ERROR,
                        FailureKind.USER_ERROR,
                        FailureKind.USER_ERROR,
                        FailureKind.USER_ERROR,
                        FailureKind.WORKER_CRASH);
        assertThat(message(results, 0)).isEqualTo("odd 7 thing");
        assertThat(message(results, 1)).contains("System.exit");
        assertThat(results.get(2).failure().orElseThrow().cause().type()).isEqualTo("java.lang.StackOverflowError");
        assertThat(message(results, 3)).contains("java.lang.Thread");
        assertThat(results.get(4).failure().orElseThrow().cause().cause()).isPresent();
        assertThat(results.get(4).failure().orElseThrow().logTail()).contains("last words");
        assertThat(results.get(5).failure().orElseThrow().reason()).contains("77");
        assertThat(results.get(5).report().attempts()).hasSize(4);
    }

    private static String message(List<Result<Object>> results, int index) {
        return results.get(index).failure().orElseThrow().cause().message();
    }

    private static Object failIn(int way) throws Exception {
        return switch (way) {
            case 0 -> throw new OddException("thing", 7);
            case 1 -> {
                System.exit(3);
                yield "unreached";
            }
            case 2 -> deeper(1);
            case 3 -> new Object[] {Thread.currentThread()};
            case 4 -> {
                System.out.println("last words");
                throw new IllegalStateException("outer", new IOException("inner"));
            }
            default -> {
                Runtime.getRuntime().halt(77);
                yield "unreached";
            }
        };
    }

    private static int deeper(int depth) {
        return depth == 0 ? 0 : deeper(depth + 1) + 1;
    }

    private static final class OddException extends Exception {
        OddException(String what, int number) {
            super("odd " + number + " " + what);
        }
    }

    @Test
    void aWorkerOutOfMemorySaysSoAndNamesItsLimit() {
        try (Kubeface small = Kubeface.builder()
                .storage(storage)
                .backend(LocalProcessBackend.builder().jvmOptions("-Xmx32m"))
                .build()) {
            Failure<Integer> failure = only(small.map(
                    x -> {
                        List<byte[]> hoard = new ArrayList<>();
                        while (hoard.size() < 1_000) {
                            hoard.add(new byte[1 << 20]);
                        }
                        return hoard.size();
                    },
                    Flux.just(1)));
            assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
            assertThat(failure.cause().message()).contains("-Xmx");
        }
    }

    @Test
    void aResultOfAForeignClassIsRefusedUntilItIsAllowed() {
        Failure<Tuple2<Integer, Integer>> refused = only(kubeface.map(x -> Tuples.of(x, x), Flux.just(1)));
        assertThat(refused.kind()).isEqualTo(FailureKind.UNREADABLE_RESULT);
        assertThat(refused.cause().message()).contains("reactor.util.function.Tuple2", ".resultTypes(");
        try (Kubeface trusting =
                Kubeface.builder().storage(storage).resultTypes(Tuple2.class).build()) {
            List<Result<Tuple2<Integer, Integer>>> results = all(trusting.map(x -> Tuples.of(x, x), Flux.just(1)));
            assertThat(results.get(0).get()).isEqualTo(Tuples.of(1, 1));
        }
    }

    /** Not serialisable, as a database connection is not. */
    private static final class Connection {
        int lookUp(int x) {
            return x;
        }
    }

    private final Connection connection = new Connection();

    @Test
    void aFunctionThatCapturesWhatCannotBeShippedIsRefusedBeforeAnythingIsLaunched() {
        Flux<Result<Integer>> results = kubeface.map(x -> connection.lookUp(x), Flux.just(1));
        assertThatThrownBy(() -> all(results))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessageContaining("WorkerProcessesTest")
                .hasMessageContaining("captures this");
    }

    @Test
    void groupsShareAWorkerAndAnItemFailsAlone() {
        List<Result<Integer>> results =
                all(kubeface.job("grouped").itemsPerTask(3).map(x -> 10 / x, Flux.range(-1, 5)));
        assertThat(results.stream().map(Result::isSuccess)).containsExactly(true, false, true, true, true);
        assertThat(results.get(0).get()).isEqualTo(-10);
        assertThat(results.get(2).get()).isEqualTo(10);
        assertThat(results.stream()
                        .map(result -> result.report().run().orElseThrow().pid())
                        .distinct())
                .hasSize(2);
        assertThat(results.get(1).failure().orElseThrow().cause().message()).isEqualTo("/ by zero");
    }

    @Test
    void theSubscribersContextIsSeenInTheTask() {
        List<Result<String>> results =
                all(kubeface.map(x -> TaskContext.current().propagated().get("traceparent"), Flux.just(1))
                        .contextWrite(context -> context.put("traceparent", "00-aa-bb-01")));
        assertThat(results.get(0).get()).isEqualTo("00-aa-bb-01");
    }

    @Test
    void closingTwiceIsHarmlessAndAClosedClientSaysSo() {
        kubeface.close();
        kubeface.close();
        assertThatThrownBy(() -> all(kubeface.map(x -> x, Flux.just(1)))).hasMessageContaining("closed");
    }

    @Test
    void aFullDiskIsAClearFailureAndNothingHalfWrittenIsRead() throws Exception {
        Path small = Files.createDirectory(scratch.resolve("small"));
        org.junit.jupiter.api.Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", small.toString()) == 0,
                "Mounting a small tmpfs needs root.");
        try {
            try (Kubeface full = Kubeface.builder()
                    .storage(small)
                    .maxSimultaneousTasks(1)
                    .classPath(List.of())
                    .build()) {
                assertThatThrownBy(() -> all(full.map(x -> x, Flux.just(1)))).hasMessageContaining("kubeface-worker");
            }
            try (Kubeface full = Kubeface.builder()
                    .storage(small)
                    .maxSimultaneousTasks(1)
                    .crashRetries(0)
                    .build()) {
                List<Result<byte[]>> results = all(full.map(
                        mebibytes -> {
                            byte[] noise = new byte[mebibytes << 20];
                            new java.util.Random(1).nextBytes(noise);
                            return noise;
                        },
                        Flux.just(1, 64, 1)));
                assertThat(results.stream().map(Result::isSuccess)).containsExactly(true, false, true);
                assertThat(results.get(1).failure().orElseThrow().kind()).isEqualTo(FailureKind.STORAGE);
                assertThat(results.get(1).failure().orElseThrow().logTail()).contains(small.toString());
            }
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
