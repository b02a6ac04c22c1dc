package io.kubeface.gcs;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.testkit.store.ObjectStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

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
}
