package io.kubeface.gcs;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes one object: a small one in one request when it is whole, a larger one as a resumable upload, of which one chunk
 * is kept. The object comes to be with the last request of either. An upload that is not finished is left as it is (to
 * close its channel would finish it) and the service forgets it within a week.
 */
final class GcsUpload extends OutputStream {
    /** An object of up to this size goes in one request. */
    static final int SMALL_BYTES = 1 << 20;

    /**
     * What is sent in one request of a large object, and kept until it has arrived. A multiple of 256 KiB, as
     * <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads#chunked-upload">the service</a> wants.
     */
    static final int CHUNK_BYTES = 8 << 20;

    private final Bucket bucket;
    private final String name;
    private final PutMode mode;
    private final BlobInfo target;
    private final GcsFailures failures;
    private final WriteMark mark = new WriteMark();
    private final Checksum written = new Checksum();
    private byte[] small = new byte[4096];
    private int smallLength;
    private @Nullable WriteChannel channel;
    private @Nullable IOException failure;
    private boolean refused;
    private boolean finished;

    GcsUpload(Bucket bucket, String name, PutMode mode, String contentType, GcsFailures failures) {
        this.bucket = bucket;
        this.name = name;
        this.mode = mode;
        this.failures = failures;
        this.target = BlobInfo.newBuilder(bucket.id(name))
                .setContentType(contentType)
                .setMetadata(mark.metadata())
                .build();
    }

    /** Whether the service refused the upload before its end, as an object of that name is there. */
    boolean wasRefused() {
        return refused;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (failure != null) {
            throw failure;
        }
        if (finished) {
            throw new IOException("The stream of object " + name + " is closed.");
        }
        written.add(bytes, offset, length);
        if (channel == null && smallLength + length <= SMALL_BYTES) {
            if (smallLength + length > small.length) {
                small = Arrays.copyOf(small, Math.max(smallLength + length, Math.min(SMALL_BYTES, 2 * small.length)));
            }
            System.arraycopy(bytes, offset, small, smallLength, length);
            smallLength += length;
            return;
        }
        try {
            WriteChannel to = channel();
            send(to, small, 0, smallLength);
            small = new byte[0];
            smallLength = 0;
            send(to, bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            refused = mode == PutMode.CREATE && GcsFailures.status(e) == GcsFailures.PRECONDITION_FAILED;
            failure = refused ? new IOException("There is an object " + name + " already.", e) : translated(e);
            throw failure;
        }
    }

    /** Closed or not, the object is written by {@link #finish} only: a body that throws may have closed its stream. */
    @Override
    public void close() {
        finished = true;
    }

    /**
     * Makes the object be.
     *
     * @return false when another was there first
     */
    boolean finish() throws IOException {
        finished = true;
        if (refused) {
            return false;
        }
        if (failure != null) {
            throw failure;
        }
        Optional<BlobInfo> result;
        try {
            result = channel == null ? Optional.of(create()) : complete(channel);
        } catch (IOException | RuntimeException e) {
            if (mode == PutMode.CREATE && GcsFailures.status(e) == GcsFailures.PRECONDITION_FAILED) {
                return isOurs(there().orElseThrow(() -> new TransientStorageException(
                        "Object " + name + " was there when it was to be created, and then was not. Create it again.",
                        e)));
            }
            if (isForgotten(e) && isWhole(e)) {
                return true;
            }
            throw translated(e);
        }
        if (result.isPresent()) {
            check(result.get());
        }
        return true;
    }

    /** Not compressed on the way: what is worth it is compressed already, and a worker's processor time counts. */
    private BlobInfo create() {
        BlobTargetOption plain = BlobTargetOption.disableGzipContent();
        return mode == PutMode.CREATE
                ? bucket.client().create(target, small, 0, smallLength, BlobTargetOption.doesNotExist(), plain)
                : bucket.client().create(target, small, 0, smallLength, plain);
    }

    /** What there is of it then: nothing when another has already taken its place, or removed it. */
    private Optional<BlobInfo> complete(WriteChannel open) throws IOException {
        open.close();
        return Optional.<BlobInfo>ofNullable(bucket.client().get(bucket.id(name)))
                .filter(mark::isOn);
    }

    /** Not a {@code BlobWriteSession}: that sends each chunk once, and fails with the first that does not arrive. */
    private WriteChannel channel() {
        WriteChannel open = channel;
        if (open == null) {
            open = mode == PutMode.CREATE
                    ? bucket.client().writer(target, BlobWriteOption.doesNotExist())
                    : bucket.client().writer(target);
            open.setChunkSize(CHUNK_BYTES);
            channel = open;
        }
        return open;
    }

    private static void send(WriteChannel to, byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }

    /** Whether what is there is what was sent. */
    private boolean isOurs(BlobInfo there) {
        return mark.isOn(there)
                && Objects.equals(there.getSize(), written.sizeBytes())
                && written.base64().equals(there.getCrc32c());
    }

    private Optional<BlobInfo> there() throws IOException {
        try {
            return Optional.ofNullable(bucket.client().get(bucket.id(name)));
        } catch (RuntimeException e) {
            throw failures.of(Call.READ, name, e);
        }
    }

    /**
     * Whether the service does not know the upload: as it is complete, and the answer that told so was lost, or as
     * <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads">it gave it up</a>.
     */
    private boolean isForgotten(Exception failure) {
        int status = GcsFailures.status(failure);
        return channel != null && (status == GcsFailures.NOT_FOUND || status == GcsFailures.UPLOAD_GONE);
    }

    private boolean isWhole(Exception failure) {
        try {
            return there().filter(this::isOurs).isPresent();
        } catch (IOException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private boolean isBucketAbsent() {
        try {
            bucket.probe();
            return false;
        } catch (RuntimeException e) {
            return GcsFailures.status(e) == GcsFailures.NOT_FOUND;
        }
    }

    /** The service compares the checksum that the client sends with the last bytes; this is for one that does not. */
    private void check(BlobInfo result) throws IOException {
        String crc32c = result.getCrc32c();
        if (crc32c == null || crc32c.equals(written.base64())) {
            return;
        }
        try {
            bucket.client().delete(bucket.id(name, result.getGeneration()));
        } catch (RuntimeException e) {
            throw translated(e);
        }
        throw new TransientStorageException(
                "Object " + name + " was damaged on its way and is removed again: its CRC32C is " + crc32c
                        + ", that of what was sent is " + written.base64() + ". Write it again.",
                null);
    }

    private IOException translated(Exception e) {
        if (isForgotten(e) && !isBucketAbsent()) {
            return new TransientStorageException(
                    "The service has given up the upload of object " + name + ". Write it again.", e);
        }
        return failures.of(Call.WRITE, name, e);
    }
}
