package io.kubeface.pubsub;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** As much of a store as the contract of events needs: small writes, looks and removals in a bucket of its own. */
final class SdkStore implements ObjectStore {
    final Storage storage;
    final String bucket;

    SdkStore(Endpoints endpoints, String bucket) {
        this.bucket = bucket;
        this.storage = StorageOptions.http()
                .setHost(endpoints.storageUrl().orElseThrow())
                .setProjectId(endpoints.projectOrDefault())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        if (storage.get(bucket) == null) {
            storage.create(BucketInfo.of(bucket));
        }
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        storage.create(BlobInfo.newBuilder(bucket, "root/" + name).build(), bytes.toByteArray());
        return true;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return Optional.ofNullable(storage.get(bucket, "root/" + name))
                .map(blob -> new ObjectInfo(
                        name,
                        blob.getSize(),
                        "application/octet-stream",
                        blob.getUpdateTimeOffsetDateTime().toInstant()));
    }

    @Override
    public void delete(Collection<String> names) {
        names.forEach(name -> storage.delete(bucket, "root/" + name));
    }

    @Override
    public StoredObject get(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String url() {
        return "gs://" + bucket + "/root";
    }

    @Override
    public String address(String name) {
        return url() + "/" + name;
    }

    @Override
    public void close() {}
}
