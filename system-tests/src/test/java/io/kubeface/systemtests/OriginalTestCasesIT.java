package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.Remote;
import io.kubeface.core.TaskContext;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobFailedException;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.Speculation;
import io.kubeface.reactor.TaskFailedException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/**
 * What the tests of the original kubeface ask for, under their names, and with them what its documentation promises. As there,
 * each runs on a directory and on a bucket. Left out are those of Docker, of joblib, which is Python's, and of status pages.
 */
class OriginalTestCasesIT {
    /** Where the storage is. */
    enum Place {
        DIRECTORY,
        BUCKET
    }

    /** A storage root of one test. */
    private record Root(String url, Runnable end) implements AutoCloseable {
        static Root in(Place place, Path directory) {
            if (place == Place.DIRECTORY) {
                return new Root(directory.resolve("root").toString(), () -> {});
            }
            Bucket bucket = new Bucket();
            return new Root(bucket.url(), bucket::close);
        }

        Kubeface client() {
            return Kubeface.builder().storage(url).maxSimultaneousTasks(3).build();
        }

        @Override
        public void close() {
            end.run();
        }
    }

    @TempDir
    Path directory;

    private static <R> List<R> all(Flux<Result<R>> results) {
        return results.map(Result::get).collectList().block(Deadlines.LONG);
    }

    /** Two divided by each number. */
    private static void exercise(JobSpec job, int low, int high) {
        assertThat(all(job.map((Integer x) -> 2.0 / x, Flux.range(low, high - low))))
                .isEqualTo(IntStream.range(low, high).mapToObj(x -> 2.0 / x).toList());
    }

    private static long active(Kubeface kubeface) {
        return kubeface.jobs().stream()
                .map(JobSnapshot::end)
                .filter(end -> end.isEmpty())
                .count();
    }

    private static CompletableFuture<JobEvent.JobEnded> nextEnd(Kubeface kubeface) {
        return kubeface.events().ofType(JobEvent.JobEnded.class).next().toFuture();
    }

    @ParameterizedTest
    @EnumSource
    void localProcessBackend(Place place) throws Exception {
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            exercise(kubeface.job("division"), 1, 10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void workerExceptionDelayed(Place place) throws Exception {
        Path looked = directory.resolve("looked");
        String flag = looked.toString();
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            CompletableFuture<JobEvent.JobEnded> ended = nextEnd(kubeface);
            Iterator<Integer> results = kubeface.map(
                            (Integer x) -> {
                                if (x == 2) {
                                    Gate.pass(flag);
                                }
                                return 2 / (x - 2);
                            },
                            Flux.range(0, 10))
                    .map(Result::get)
                    .toIterable(1)
                    .iterator();
            assertThat(results.next()).isEqualTo(-1);
            assertThat(results.next()).isEqualTo(-2);
            assertThat(active(kubeface)).isEqualTo(1);
            assertThat(kubeface.jobs()).hasSize(1);
            Files.createFile(looked);
            assertThatThrownBy(results::next)
                    .isInstanceOf(TaskFailedException.class)
                    .hasMessageContaining("java.lang.ArithmeticException");
            ended.get();
            assertThat(active(kubeface)).isZero();
            assertThat(kubeface.jobs()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void workerException(Place place) throws Exception {
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            Flux<Result<Integer>> results = kubeface.job("division")
                    .completion(CompletionPolicy.failFast())
                    .map((Integer x) -> 2 / (x - 2), Flux.range(0, 10));
            assertThatThrownBy(() -> results.collectList().block(Deadlines.LONG))
                    .isInstanceOf(JobFailedException.class)
                    .hasStackTraceContaining("java.lang.ArithmeticException: / by zero");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rerunAfterAnExceptionDoesNotReuseIt(Place place) throws Exception {
        Path mended = directory.resolve("mended");
        String flag = mended.toString();
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            Flux<Result<Integer>> results = kubeface.job("division")
                    .cacheKey("division")
                    .map(
                            (Integer x) -> {
                                int divisor = Files.exists(Path.of(flag)) ? x + 1 : x;
                                return 2 / divisor;
                            },
                            Flux.range(0, 3));
            assertThat(results.map(Result::isSuccess).collectList().block(Deadlines.LONG))
                    .containsExactly(false, true, true);
            Files.createFile(mended);
            List<Result<Integer>> again = results.collectList().block(Deadlines.LONG);
            assertThat(again)
                    .extracting(result -> result.report().reuse().orElseThrow().verdict())
                    .containsExactly(Reuse.Verdict.INPUT, Reuse.Verdict.REUSED, Reuse.Verdict.REUSED);
            assertThat(again).extracting(Result::get).containsExactly(2, 2, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void jobSummary(Place place) throws Exception {
        try (Root root = Root.in(place, directory)) {
            try (Kubeface kubeface = root.client()) {
                exercise(kubeface.job("first").cacheKey("summary"), 1, 5);
                assertThat(active(kubeface)).isZero();
                assertThat(kubeface.jobs()).hasSize(1);
                exercise(kubeface.job("second").cacheKey("summary"), 1, 2);
                assertThat(kubeface.jobs()).hasSize(2);

                Iterator<Integer> results = kubeface.map((Integer x) -> x + 5, Flux.range(0, 10))
                        .map(Result::get)
                        .toIterable(1)
                        .iterator();
                assertThat(results.next()).isEqualTo(5);
                assertThat(active(kubeface)).isEqualTo(1);
                assertThat(kubeface.jobs()).hasSize(3);
                CompletableFuture<JobEvent.JobEnded> ended = nextEnd(kubeface);
                List<Integer> rest = new ArrayList<>();
                results.forEachRemaining(rest::add);
                assertThat(rest).containsExactly(6, 7, 8, 9, 10, 11, 12, 13, 14);
                ended.get();
                assertThat(active(kubeface)).isZero();
                assertThat(kubeface.jobs()).hasSize(3);

                assertThat(kubeface.cleanup().block(Deadlines.LONG).objects()).isPositive();
            }
            try (ObjectStore store = ObjectStores.open(root.url())) {
                assertThat(names(store, ""))
                        .as("of jobs nothing is left but their pages")
                        .allMatch(name -> name.startsWith("code/") || name.startsWith("status/done/"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itemsPerTask(Place place) throws Exception {
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            exercise(kubeface.job("groups").itemsPerTask(4), 1, 10);
            assertThat(kubeface.jobs().get(0).attempts().launched()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void speculation(Place place) throws Exception {
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            exercise(kubeface.job("stragglers").speculation(new Speculation(100, 1, 1)), 1, 10);
            List<Result<Integer>> results = kubeface.job("straggler")
                    .speculation(new Speculation(25, 1, 1))
                    .map(OriginalTestCasesIT::firstAttemptHangsAtThree, Flux.range(0, 4))
                    .collectList()
                    .block(Deadlines.LONG);
            assertThat(results).extracting(Result::get).containsExactly(0, 1, 2, 3);
            assertThat(results)
                    .extracting(result -> result.report().attempts().size())
                    .containsExactly(1, 1, 1, 2);
        }
    }

    private static Integer firstAttemptHangsAtThree(Integer x) throws InterruptedException {
        if (x == 3 && TaskContext.current().attempt() == 1) {
            new CountDownLatch(1).await();
        }
        return x;
    }

    @Test
    void invalidClient() {
        assertThatThrownBy(() -> Kubeface.builder()
                        .storage("/tmp")
                        .backend(KubernetesBackend.builder().image("eclipse-temurin:21-jre"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/tmp");
    }

    @ParameterizedTest
    @EnumSource
    void remoteObject(Place place) throws Exception {
        int[] data = IntStream.range(0, 10_000).map(x -> x * x).toArray();
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            Result<int[]> whole = kubeface.map((int[] input) -> input, Flux.just(data))
                    .single()
                    .block(Deadlines.LONG);
            Result<int[]> remote = kubeface.map((Remote<int[]> input) -> input.get(), Flux.just(kubeface.remote(data)))
                    .single()
                    .block(Deadlines.LONG);
            assertThat(remote.get()).isEqualTo(data);
            assertThat(remote.report().inputBytes()).isLessThan(whole.report().inputBytes() / 10);
        }
    }

    /** Of the original's earlier name for remote objects. */
    @ParameterizedTest
    @EnumSource
    void sanity(Place place) throws Exception {
        String big = "x".repeat(1_000_000);
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            Result<Remote<String>> back = kubeface.map((Remote<String> input) -> input, Flux.just(kubeface.remote(big)))
                    .single()
                    .block(Deadlines.LONG);
            assertThat(back.report().inputBytes()).isLessThan(500);
            assertThat(back.report().resultBytes()).isLessThan(500);
            assertThat(back.get().get()).isEqualTo(big);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pickleClient(Place place) throws Exception {
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = Kubeface.builder()
                        .storage(root.url())
                        .cacheKeyPrefix("a prefix of ")
                        .build()) {
            List<Integer> sums = all(kubeface.map(
                    (Integer x) -> all(kubeface.job("inner").cacheKey("key").map((Integer y) -> x + y, Flux.just(1)))
                            .get(0),
                    Flux.just(1)));
            assertThat(sums).containsExactly(2);
            try (ObjectStore store = ObjectStores.open(root.url())) {
                assertThat(names(store, ObjectName.resultPrefix(JobKey.ofCacheKey("a prefix of key"))))
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void returnRemoteObject(Place place) throws Exception {
        try (Root root = Root.in(place, directory);
                Kubeface kubeface = root.client()) {
            List<Remote<Integer>> objects = all(kubeface.map((Integer x) -> kubeface.remote(x * x), Flux.range(0, 10)));
            for (int x = 0; x < 3; x++) {
                Remote<Integer> object = objects.get(x);
                assertThat(object.toString()).as("written, and not made here").matches("Remote\\[[0-9a-f]{12}, .*]");
                assertThat(object.get()).isEqualTo(x * x);
                assertThat(object.get()).isEqualTo(x * x);
            }
        }
    }

    @Test
    void basics() {
        JobId id = new JobId("foo-20261129-000000-abcdef");
        JobKey key = JobKey.ofCacheKey("foo");
        ObjectName.Job job = new ObjectName.Job(key, id);
        TaskName task = TaskName.ofSequence(123);
        List<ObjectName> names = List.of(
                job,
                job.lease(),
                job.ended(),
                new ObjectName.Input(key, task),
                new ObjectName.Value(key, task),
                job.failure(task, 2),
                job.log(task, 2),
                new ObjectName.Code("0f".repeat(32)),
                new ObjectName.RemoteObject(key, "0f".repeat(32)));
        assertThat(names)
                .allSatisfy(name -> assertThat(ObjectName.parse(name.path())).contains(name));
        assertThat(job.path()).startsWith(ObjectName.Job.prefix(key));
    }

    @Test
    void urlParse() throws Exception {
        try (ObjectStore store = ObjectStores.open("gs://foo/bar/baz")) {
            assertThat(store.url()).isEqualTo("gs://foo/bar/baz");
            assertThat(URLDecoder.decode(store.address("qux.txt"), StandardCharsets.UTF_8))
                    .containsSubsequence("foo", "bar/baz/qux.txt");
        }
    }

    @ParameterizedTest
    @EnumSource
    void putAndGetToBucket(Place place) throws Exception {
        byte[] data = "ABCDe".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        String name = "files/kubeface-test-1.txt";
        String other = "files/kubeface-test-2.txt";
        try (Root root = Root.in(place, directory);
                ObjectStore store = ObjectStores.open(root.url())) {
            assertThat(store.put(name, PutMode.CREATE, "text/plain", out -> out.write(data)))
                    .isTrue();
            assertThat(names(store, name)).containsExactly(name);
            assertThat(names(store, "files/kubeface-test-")).contains(name);
            try (StoredObject object = store.get(name)) {
                assertThat(object.body().readAllBytes()).isEqualTo(data);
            }
            assertThat(ObjectStores.move(store, name, other, PutMode.CREATE)).isTrue();
            assertThat(names(store, "files/")).containsExactly(other);
            store.delete(List.of(other));
            assertThat(names(store, "files/")).isEmpty();
        }
    }

    private static List<String> names(ObjectStore store, String prefix) throws IOException {
        return store.list(prefix, null, 1_000).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    @Test
    void payload() throws Exception {
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.kubeface.worker.WorkerMain",
                        "--help")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("--storage");
        assertThat(worker.waitFor()).isZero();
    }
}
