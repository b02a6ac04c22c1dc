package io.kubeface.gcs;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.util.Optional;

/**
 * The objects of a bucket by whatever names they have, for copies of them; an {@link ObjectStore} takes no other names than
 * jobs give. Streams and checks as that does, and who is asking is told as {@link GcsObjectStoreProvider} has it. Blocking,
 * safe for use by several threads; failures are those of {@link ObjectStore}.
 */
public final class BucketObjects implements AutoCloseable {
    private final GcsObjectStore store;

    private BucketObjects(GcsObjectStore store) {
        this.store = store;
    }

    /** Something that sees objects, one after the other. */
    @FunctionalInterface
    public interface Visitor {
        void visit(ObjectInfo object) throws IOException;
    }

    /**
     * Opens a bucket; reaches for nothing.
     *
     * @throws IllegalArgumentException when no bucket can have that name
     * @throws IOException when the client cannot be made
     */
    public static BucketObjects open(String bucket) throws IOException {
        BucketUrl url = BucketUrl.parse("gs://" + bucket);
        return new BucketObjects(
                new GcsObjectStore(url, Endpoint.ofEnvironment(), RetryBounds.DEFAULT, () -> {}, true));
    }

    /** What is known of an object without reading it; empty when it is not there. */
    public Optional<ObjectInfo> stat(String name) throws IOException {
        return store.stat(name);
    }

    /**
     * Opens an object for reading.
     *
     * @throws ObjectNotFoundException when there is no such object
     */
    public StoredObject get(String name) throws IOException {
        return store.get(name);
    }

    /** As {@link ObjectStore#put}. */
    public boolean put(String name, PutMode mode, String contentType, ObjectStore.Body body) throws IOException {
        return store.put(name, mode, contentType, body);
    }

    /** Shows all objects whose names begin with a prefix, in the order of their names' bytes. */
    public void each(String prefix, Visitor visitor) throws IOException {
        store.each(prefix, visitor);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
