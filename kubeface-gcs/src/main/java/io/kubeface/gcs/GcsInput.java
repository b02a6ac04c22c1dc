package io.kubeface.gcs;

import com.google.cloud.storage.BlobId;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one generation of an object, of which it knows length and checksum: a read that completes the object fails when
 * they do not fit. Goes on from where it was when a connection breaks.
 */
final class GcsInput extends InputStream {
    /** How often a read goes on after a break without a byte in between. */
    private static final int MOST_BREAKS = 5;

    private final MediaRequests requests;
    private final BlobId id;
    private final String name;
    private final GcsFailures failures;
    private final long sizeBytes;
    private final @Nullable String generation;
    private final @Nullable String crc32c;
    private final Checksum read = new Checksum();
    private Media media;
    private int breaks;
    private boolean closed;

    /**
     * Reads on in an answer that has begun.
     *
     * @param media what the service sends, from the object's first byte on
     */
    GcsInput(MediaRequests requests, BlobId id, Media media, ObjectInfo info, GcsFailures failures) {
        this.requests = requests;
        this.id = id;
        this.media = media;
        this.name = info.name();
        this.sizeBytes = info.sizeBytes();
        this.generation = media.generation();
        this.crc32c = media.crc32c();
        this.failures = failures;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("The stream of object " + name + " is closed.");
        }
        if (length == 0) {
            return 0;
        }
        long left = sizeBytes - read.sizeBytes();
        if (left == 0) {
            return -1;
        }
        int count = next(bytes, offset, (int) Math.min(length, left));
        read.add(bytes, offset, count);
        if (count == left) {
            checkSum();
        }
        return count;
    }

    private int next(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            @Nullable IOException broken = null;
            try {
                int count = media.content().read(bytes, offset, length);
                if (count > 0) {
                    breaks = 0;
                    return count;
                }
            } catch (IOException e) {
                broken = e;
            }
            media.abandon();
            breaks++;
            if (breaks > MOST_BREAKS) {
                throw new TransientStorageException(
                        "Object " + name + " ended after " + read.sizeBytes() + " of " + sizeBytes
                                + " bytes. Read it again.",
                        broken);
            }
            try {
                media = requests.open(id, generation, read.sizeBytes());
            } catch (IOException | RuntimeException e) {
                throw failures.ofReading(name, e);
            }
        }
    }

    private void checkSum() throws IOException {
        if (crc32c != null && !crc32c.equals(read.base64())) {
            throw new TransientStorageException(
                    "Object " + name + " arrived damaged: its CRC32C is " + crc32c + ", that of what was read is "
                            + read.base64() + ". Read it again.",
                    null);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (read.sizeBytes() == sizeBytes) {
            media.finish();
        } else {
            media.abandon();
        }
    }
}
