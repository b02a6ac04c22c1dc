package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.store.TransientStorageException;
import io.kubeface.testkit.store.ObjectStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of stores, on a bucket of the emulator; each test has a prefix of its own in it. */
class GcsObjectStoreIT implements ObjectStoreContract {
    private static EmulatedBucket bucket;
    private static int tests;

    private GcsObjectStore store;

    @BeforeAll
    static void makeBucket() throws Exception {
        bucket = new EmulatedBucket();
    }

    @AfterAll
    static void removeBucket() throws Exception {
        bucket.remove();
    }

    @BeforeEach
    void open() throws Exception {
        tests++;
        store = bucket.store("test-" + tests);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    /**
     * The rule, as far as it can be seen here: the emulator's answers have the length and checksum of one version and
     * the bytes of another when a replacement comes between (seen with a plain HTTP client too). The service has
     * generations for that. So here a reader may fail, as transient, but never reads a mixture.
     */
    @Test
    @Override
    public void readersOfAReplacedObjectSeeOneVersionOrTheOther() throws Exception {
        List<String> versions = List.of("a".repeat(300_000), "b".repeat(200_000));
        store.put(
                "versions",
                PutMode.CREATE,
                BINARY,
                out -> out.write(versions.get(0).getBytes(UTF_8)));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> {
                    int whole = 0;
                    do {
                        try (StoredObject object = store.get("versions")) {
                            String read = new String(object.body().readAllBytes(), UTF_8);
                            assertThat(versions).contains(read);
                            assertThat(object.info().sizeBytes()).isEqualTo(read.length());
                            whole++;
                        } catch (TransientStorageException e) {
                            assertThat(e).hasMessageContaining("versions");
                        }
                    } while (!done.get());
                    return whole;
                }));
            }
            try {
                for (int i = 1; i <= 100; i++) {
                    byte[] version = versions.get(i % 2).getBytes(UTF_8);
                    store.put("versions", PutMode.REPLACE, BINARY, out -> out.write(version));
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get(2, TimeUnit.MINUTES)).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
