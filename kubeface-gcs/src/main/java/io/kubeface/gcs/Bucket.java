package io.kubeface.gcs;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import io.kubeface.core.store.ObjectInfo;
import java.time.OffsetDateTime;

/** A root within a bucket: the client, and how names below the root and names in the bucket go together. */
record Bucket(Storage client, BucketUrl root) {

    BlobId id(String name) {
        return BlobId.of(root.bucket(), root.prefix() + name);
    }

    BlobId id(String name, Long generation) {
        return BlobId.of(root.bucket(), root.prefix() + name, generation);
    }

    /** Fails when the bucket is absent: the answers about a single object do not tell that from an absent object. */
    void probe() {
        client.list(root.bucket(), Storage.BlobListOption.pageSize(1));
    }

    /** The name below the root. */
    String name(BlobInfo blob) {
        return blob.getName().substring(root.prefix().length());
    }

    ObjectInfo info(BlobInfo blob) {
        String contentType = blob.getContentType();
        Long size = blob.getSize();
        OffsetDateTime updated = blob.getUpdateTimeOffsetDateTime();
        return new ObjectInfo(
                name(blob),
                size == null ? 0 : size,
                contentType == null ? "application/octet-stream" : contentType,
                updated.toInstant());
    }
}
