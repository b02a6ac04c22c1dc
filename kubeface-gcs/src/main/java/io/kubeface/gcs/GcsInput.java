package io.kubeface.gcs;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.BlobInfo;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one generation of an object, of which it knows length and checksum: a read that completes the object fails when
 * they do not fit. Keeps no more than {@value #HEAD_BYTES} bytes.
 */
final class GcsInput extends InputStream {
    private static final int HEAD_BYTES = 64 * 1024;

    private final ReadChannel channel;
    private final String name;
    private final GcsFailures failures;
    private final long sizeBytes;
    private final @Nullable String crc32c;
    private final Checksum read = new Checksum();
    private ByteBuffer head = ByteBuffer.allocate(0);
    private boolean closed;

    GcsInput(ReadChannel channel, String name, BlobInfo blob, GcsFailures failures) {
        this.channel = channel;
        this.name = name;
        this.failures = failures;
        this.sizeBytes = blob.getSize();
        this.crc32c = blob.getCrc32c();
    }

    /**
     * Reads the beginning. Whose body the service has begun to send is read to its end, though it is replaced.
     *
     * @throws IOException the client's own; with status 404 when this generation is gone already
     */
    void begin() throws IOException {
        if (sizeBytes == 0) {
            return;
        }
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(sizeBytes, HEAD_BYTES));
        while (first.hasRemaining() && channel.read(first) >= 0) {
            // The channel gives what has arrived.
        }
        head = first.flip();
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
        if (count < 0) {
            throw new TransientStorageException(
                    "Object " + name + " ended after " + read.sizeBytes() + " of " + sizeBytes
                            + " bytes. Read it again.",
                    null);
        }
        read.add(bytes, offset, count);
        if (count == left) {
            checkSum();
        }
        return count;
    }

    private int next(byte[] bytes, int offset, int length) throws IOException {
        if (head.hasRemaining()) {
            int count = Math.min(length, head.remaining());
            head.get(bytes, offset, count);
            return count;
        }
        try {
            int count;
            do {
                count = channel.read(ByteBuffer.wrap(bytes, offset, length));
            } while (count == 0);
            return count;
        } catch (IOException | RuntimeException e) {
            throw failures.ofReading(name, e);
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
    public void close() {
        if (!closed) {
            closed = true;
            channel.close();
        }
    }
}
