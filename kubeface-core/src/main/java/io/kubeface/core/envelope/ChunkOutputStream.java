package io.kubeface.core.envelope;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.CRC32C;

/** One body, cut into chunks: its length need not be known beforehand. Closing it does nothing. */
final class ChunkOutputStream extends OutputStream {
    static final int LARGEST_CHUNK = 64 * 1024;
    /** Bytes that the longest length of a chunk takes. */
    private static final int LENGTH_BYTES = 3;

    private final OutputStream sink;
    private final CRC32C checksum;
    /** The length of a chunk stands right before its bytes, so that both go out with one write. */
    private final byte[] buffer = new byte[LENGTH_BYTES + LARGEST_CHUNK];

    private int end = LENGTH_BYTES;
    private long sizeBytes;
    private boolean sinkFailed;

    ChunkOutputStream(OutputStream sink, CRC32C checksum) {
        this.sink = sink;
        this.checksum = checksum;
    }

    /** Makes it ready for the next body. */
    void begin() {
        end = LENGTH_BYTES;
        sizeBytes = 0;
    }

    @Override
    public void write(int b) throws IOException {
        if (end == buffer.length) {
            writeChunk();
        }
        buffer[end++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            if (end == buffer.length) {
                writeChunk();
            }
            int part = Math.min(left, buffer.length - end);
            System.arraycopy(bytes, from, buffer, end, part);
            end += part;
            from += part;
            left -= part;
        }
    }

    /**
     * Ends the body.
     *
     * @return its length
     */
    long end() throws IOException {
        if (end > LENGTH_BYTES) {
            writeChunk();
        }
        sink.write(0);
        return sizeBytes;
    }

    /** Whether an exception came from where the bytes go, not from who writes them. */
    boolean sinkFailed() {
        return sinkFailed;
    }

    private void writeChunk() throws IOException {
        int length = end - LENGTH_BYTES;
        checksum.update(buffer, LENGTH_BYTES, length);
        int start = LENGTH_BYTES - Varint.sizeOf(length);
        Varint.put(length, buffer, start);
        sinkFailed = true;
        sink.write(buffer, start, end - start);
        sinkFailed = false;
        sizeBytes += length;
        end = LENGTH_BYTES;
    }
}
