package io.kubeface.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.CopyRequest;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNames;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects in a bucket of Google Cloud Storage, below a prefix of names.
 *
 * <p><b>Writing.</b> An object of up to 1 MiB goes in one request, a larger one as a resumable upload of which 8 MiB at a
 * time are in memory. A create carries the precondition that there is no such object, which the service checks when the
 * object would come to be. CRC32C is checked by the service and again here.
 *
 * <p><b>Reading</b> is one request, whose answer also tells what is known of the object, its time of writing to the
 * second. The bytes are checked against its length and CRC32C when the last is read. A read that breaks off goes on where
 * it was, in that very generation.
 *
 * <p><b>Failures.</b> The client repeats requests within {@link RetryBounds}; {@link GcsFailures} tells what is left.
 *
 * <p><b>An emulator</b> takes no preconditions on copies; there a create by copy goes through this JVM.
 */
final class GcsObjectStore implements ObjectStore {
    private final Endpoint endpoint;
    private final Bucket bucket;
    private final MediaRequests reads;
    private final GcsFailures failures;
    private final Closeable companion;
    private final boolean anyNames;
    private volatile boolean bucketSeen;

    /**
     * Opens a root; reaches for nothing.
     *
     * @param companion closed with the store
     */
    GcsObjectStore(BucketUrl root, Endpoint endpoint, RetryBounds bounds, Closeable companion)
            throws PermanentStorageException {
        this(root, endpoint, bounds, companion, false);
    }

    /**
     * Opens a root; reaches for nothing.
     *
     * @param companion closed with the store
     * @param anyNames whether names are taken that no job gives its objects
     */
    GcsObjectStore(BucketUrl root, Endpoint endpoint, RetryBounds bounds, Closeable companion, boolean anyNames)
            throws PermanentStorageException {
        this.anyNames = anyNames;
        this.companion = companion;
        this.endpoint = endpoint;
        HttpStorageOptions options = StorageClients.options(endpoint, bounds);
        this.bucket = new Bucket(options.getService(), root);
        this.reads = new MediaRequests(options, bounds);
        this.failures = new GcsFailures(root);
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        checked(name);
        GcsUpload upload = new GcsUpload(bucket, name, mode, contentType, failures);
        try {
            body.writeTo(upload);
        } catch (IOException | RuntimeException e) {
            if (upload.wasRefused()) {
                return false;
            }
            throw e;
        }
        return upload.finish();
    }

    @Override
    public StoredObject get(String name) throws IOException {
        checked(name);
        Media media;
        try {
            media = reads.open(bucket.id(name), null, 0);
        } catch (IOException | RuntimeException e) {
            if (GcsFailures.status(e) == GcsFailures.NOT_FOUND) {
                checkBucket();
                throw failures.noObject(name, address(name), e);
            }
            throw failures.of(Call.READ, name, e);
        }
        bucketSeen = true;
        try {
            ObjectInfo info = new ObjectInfo(name, media.sizeBytes(), media.contentType(), media.modified());
            return new StoredObject(info, new GcsInput(reads, bucket.id(name), media, info, failures));
        } catch (IOException e) {
            media.abandon();
            throw failures.of(Call.READ, name, e);
        }
    }

    @Override
    public Optional<ObjectInfo> stat(String name) throws IOException {
        BlobInfo blob = find(checked(name), Call.READ);
        return blob == null ? Optional.empty() : Optional.of(bucket.info(blob));
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String after, int limit) throws IOException {
        ObjectNames.checkLimit(limit);
        try {
            return GcsListing.read(bucket, prefix, after, limit);
        } catch (RuntimeException e) {
            throw failures.of(Call.LIST, prefix, e);
        }
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        List<String> all = new ArrayList<>(names.size());
        for (String name : names) {
            all.add(checked(name));
        }
        new GcsDeletion(bucket, failures).delete(all);
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) throws IOException {
        checked(from);
        checked(to);
        BlobInfo source = existing(from);
        if (mode == PutMode.CREATE && endpoint.emulator() != null) {
            return copyThroughHere(from, to, source);
        }
        WriteMark mark = new WriteMark();
        BlobInfo target = BlobInfo.newBuilder(bucket.id(to))
                .setContentType(source.getContentType())
                .setMetadata(mark.metadata())
                .build();
        CopyRequest.Builder request = CopyRequest.newBuilder().setSource(source.getBlobId());
        if (mode == PutMode.CREATE) {
            request.setTarget(target, BlobTargetOption.doesNotExist());
        } else {
            request.setTarget(target);
        }
        try {
            bucket.client().copy(request.build()).getResult();
            return true;
        } catch (RuntimeException e) {
            int status = GcsFailures.status(e);
            if (status == GcsFailures.PRECONDITION_FAILED && mode == PutMode.CREATE) {
                BlobInfo there = find(to, Call.COPY);
                return there != null && mark.isOn(there);
            }
            if (status == GcsFailures.NOT_FOUND) {
                throw failures.noObject(from, address(from), e);
            }
            throw failures.of(Call.COPY, from, e);
        }
    }

    /** The precondition of a write is one that the emulator knows. */
    private boolean copyThroughHere(String from, String to, BlobInfo source) throws IOException {
        String contentType = bucket.info(source).contentType();
        return put(to, PutMode.CREATE, contentType, out -> {
            try (StoredObject object = get(from)) {
                object.body().transferTo(out);
            }
        });
    }

    @Override
    public String url() {
        return bucket.root().url();
    }

    @Override
    public String address(String name) {
        checked(name);
        return endpoint.address(bucket.root().bucket(), bucket.root().prefix() + name);
    }

    @Override
    public void close() throws IOException {
        try (companion) {
            bucket.client().close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The client of " + url() + " cannot be closed.", e);
        }
    }

    private String checked(String name) {
        return anyNames ? name : ObjectNames.check(name);
    }

    private BlobInfo existing(String name) throws IOException {
        BlobInfo blob = find(name, Call.READ);
        if (blob == null) {
            throw failures.noObject(name, address(name), null);
        }
        return blob;
    }

    /** All objects whose names begin with a prefix, whatever their names are. */
    void each(String prefix, BucketObjects.Visitor visitor) throws IOException {
        try {
            GcsListing.each(bucket, prefix, visitor);
        } catch (RuntimeException e) {
            throw failures.of(Call.LIST, prefix, e);
        }
    }

    private @Nullable BlobInfo find(String name, Call call) throws IOException {
        try {
            BlobInfo blob = bucket.client().get(bucket.id(name));
            if (blob != null) {
                bucketSeen = true;
                return blob;
            }
        } catch (RuntimeException e) {
            throw failures.of(call, name, e);
        }
        checkBucket();
        return null;
    }

    /** What is absent may be the bucket; to know once that it is there is enough. */
    private void checkBucket() throws IOException {
        if (bucketSeen) {
            return;
        }
        try {
            bucket.probe();
        } catch (RuntimeException e) {
            throw failures.of(Call.LIST, "", e);
        }
        bucketSeen = true;
    }
}
