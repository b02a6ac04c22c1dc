package io.kubeface.core.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One body, read from its chunks; ends where the body ends. Closing it does nothing. */
final class ChunkInputStream extends InputStream {
    private final Source source;
    private final CRC32C checksum;
    private final byte[] chunk = new byte[ChunkOutputStream.LARGEST_CHUNK];

    private String what = "";
    private int position;
    private int length;
    private long sizeBytes;
    private boolean ended = true;

    @Nullable
    private IOException failure;

    ChunkInputStream(Source source, CRC32C checksum) {
        this.source = source;
        this.checksum = checksum;
    }

    /** Makes it ready for the next body. */
    void begin(String name) {
        what = name;
        position = 0;
        length = 0;
        sizeBytes = 0;
        ended = false;
    }

    @Override
    public int read() throws IOException {
        return position < length || nextChunk() ? chunk[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        Objects.checkFromIndexSize(offset, wanted, target.length);
        if (wanted == 0) {
            return 0;
        }
        if (position == length && !nextChunk()) {
            return -1;
        }
        int part = Math.min(wanted, length - position);
        System.arraycopy(chunk, position, target, offset, part);
        position += part;
        return part;
    }

    @Override
    public int available() {
        return length - position;
    }

    /**
     * Reads what is left of the body.
     *
     * @return length of the whole body
     * @throws IOException also when an earlier read failed and whoever read hid it
     */
    long drain() throws IOException {
        if (failure != null) {
            throw failure;
        }
        while (nextChunk()) {
            // What is in a chunk was counted when it was read.
        }
        return sizeBytes;
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        try {
            length = 0;
            position = 0;
            int next = source.length(chunk.length, what);
            source.fill(chunk, next, what);
            length = next;
        } catch (IOException e) {
            ended = true;
            failure = e;
            throw e;
        }
        checksum.update(chunk, 0, length);
        sizeBytes += length;
        ended = length == 0;
        return !ended;
    }
}
