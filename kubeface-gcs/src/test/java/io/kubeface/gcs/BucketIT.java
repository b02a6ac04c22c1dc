package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.storage.BlobInfo;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is a bucket's own, beyond the contract of stores. */
class BucketIT {
    private static final String TEXT = "text/plain";

    private EmulatedBucket bucket;
    private ObjectStore store;

    @BeforeEach
    void makeBucket() throws Exception {
        bucket = new EmulatedBucket();
        store = bucket.store("root");
    }

    @AfterEach
    void removeBucket() throws Exception {
        store.close();
        bucket.remove();
    }

    @Test
    void aListingGoesOnBeyondTheServicesPages() throws Exception {
        int count = 1205;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("page/" + (10_000 + i));
        }
        inParallel(4, thread -> {
            for (int i = thread; i < count; i += 4) {
                store.put(names.get(i), PutMode.CREATE, TEXT, out -> {});
            }
        });
        assertThat(listed("page/", 10_000)).isEqualTo(names);
        assertThat(listed("page/", 1000)).isEqualTo(names);
        assertThat(listed("page/", 1205)).isEqualTo(names);
        assertThat(listed("page/", 402)).isEqualTo(names);
        store.delete(names);
        assertThat(listed("", 10)).isEmpty();
    }

    @Test
    void oneOfSixteenLargeCreatesWins() throws Exception {
        int size = GcsUpload.SMALL_BYTES + 1000;
        boolean[] won = new boolean[16];
        inParallel(
                16,
                thread -> won[thread] = store.put("large", PutMode.CREATE, TEXT, out -> {
                    byte[] bytes = new byte[size];
                    Arrays.fill(bytes, (byte) thread);
                    out.write(bytes);
                }));
        int winner = -1;
        for (int i = 0; i < won.length; i++) {
            if (won[i]) {
                assertThat(winner).as("another winner beside %s", i).isNegative();
                winner = i;
            }
        }
        assertThat(winner).isNotNegative();
        try (StoredObject object = store.get("large")) {
            assertThat(object.info().sizeBytes()).isEqualTo(size);
            assertThat(object.body().read()).isEqualTo(winner);
        }
    }

    @Test
    void writersOfTheSameContentHaveOneWinner() throws Exception {
        boolean[] won = new boolean[16];
        inParallel(
                16,
                thread -> won[thread] =
                        store.put("same", PutMode.CREATE, TEXT, out -> out.write("same".getBytes(UTF_8))));
        int winners = 0;
        for (boolean one : won) {
            winners += one ? 1 : 0;
        }
        assertThat(winners).isOne();
    }

    @Test
    void whatSomebodyElsePutBelowTheRootIsPassedOver() throws Exception {
        for (String foreign : List.of("root/a b", "root/dir/", "root/ä", "root/~", "elsewhere", "rooted")) {
            bucket.client.create(BlobInfo.newBuilder(bucket.name, foreign).build(), new byte[] {1});
        }
        store.put("mine", PutMode.CREATE, TEXT, out -> {});
        assertThat(listed("", 10)).containsExactly("mine");
        assertThat(listed("", 1)).containsExactly("mine");
    }

    @Test
    void asManyRootsAsWantedShareABucket() throws Exception {
        store.put("a", PutMode.CREATE, TEXT, out -> {});
        try (ObjectStore other = ObjectStores.open("gs://" + bucket.name + "/root/nested/");
                ObjectStore whole = ObjectStores.open("GS://" + bucket.name)) {
            assertThat(other.url()).isEqualTo("gs://" + bucket.name + "/root/nested");
            other.put("b", PutMode.CREATE, TEXT, out -> {});
            assertThat(listed("", 10)).containsExactly("a", "nested/b");
            assertThat(whole.stat("root/nested/b")).isPresent();
        }
    }

    @Test
    void anAddressShowsTheObject() throws Exception {
        store.put("a/b+c=1", PutMode.CREATE, TEXT, out -> out.write("shown".getBytes(UTF_8)));
        try (InputStream in = URI.create(store.address("a/b+c=1")).toURL().openStream()) {
            assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("shown");
        }
    }

    @Test
    void aBucketThatIsNotThereIsToldByTheFirstCall() throws Exception {
        try (ObjectStore none = ObjectStores.open("gs://" + bucket.name + "-not-there/x")) {
            List<Callable<?>> calls = List.of(
                    () -> none.stat("a"),
                    () -> none.get("a"),
                    () -> none.list("", null, 1),
                    () -> none.put("a", PutMode.CREATE, TEXT, out -> out.write(1)),
                    () -> none.put("a", PutMode.REPLACE, TEXT, out -> out.write(new byte[2 << 20])));
            for (Callable<?> call : calls) {
                assertThatExceptionOfType(PermanentStorageException.class)
                        .isThrownBy(call::call)
                        .withMessageContaining("There is no bucket " + bucket.name + "-not-there")
                        .withMessageContaining("gcloud storage buckets create");
            }
        }
    }

    private List<String> listed(String prefix, int limit) throws IOException {
        List<String> names = new ArrayList<>();
        @Nullable String after = null;
        while (true) {
            ObjectPage page = store.list(prefix, after, limit);
            page.objects().stream().map(ObjectInfo::name).forEach(names::add);
            if (page.last()) {
                return names;
            }
            assertThat(page.objects()).hasSize(limit);
            after = names.get(names.size() - 1);
        }
    }

    private static void inParallel(int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(pool.submit(() -> {
                    start.await(1, TimeUnit.MINUTES);
                    work.run(thread);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get(2, TimeUnit.MINUTES);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private interface Work {
        void run(int thread) throws Exception;
    }
}
