package io.kubeface.core.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Writes the file of an object to be. Whoever fills it may close it; the store ends it. */
final class FileOutput extends OutputStream {
    private static final int BUFFER = 8 * 1024;
    /** The JDK writes through a native buffer as long as the request; without a limit a large array costs itself twice. */
    private static final int LARGEST_WRITE = 256 * 1024;

    private final FileChannel channel;
    private final String name;
    private final LocalFailures failures;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private boolean closed;

    FileOutput(FileChannel channel, String name, LocalFailures failures) {
        this.channel = channel;
        this.name = name;
        this.failures = failures;
    }

    @Override
    public void write(int b) throws IOException {
        checkOpen();
        if (buffered == BUFFER) {
            writeBuffer();
        }
        buffer[buffered] = (byte) b;
        buffered++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        checkOpen();
        if (length > BUFFER - buffered) {
            writeBuffer();
        }
        if (length >= BUFFER) {
            writeThrough(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, length);
            buffered += length;
        }
    }

    /** Does nothing: nobody reads what is not whole. */
    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }

    /** Brings all that was written into the file, and to the disk when {@code durable}. */
    void end(boolean durable) throws IOException {
        closed = true;
        writeBuffer();
        try {
            if (durable) {
                channel.force(true);
            }
            channel.close();
        } catch (IOException e) {
            throw failures.translate("write", name, e);
        }
    }

    /** Closes the file whatever is in it. */
    void release() {
        closed = true;
        LocalFailures.closeQuietly(channel);
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("Object " + name + " was written and closed; nothing can be added to it.");
        }
    }

    private void writeBuffer() throws IOException {
        writeThrough(buffer, 0, buffered);
        buffered = 0;
    }

    private void writeThrough(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int at = offset;
        try {
            while (at < end) {
                at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(end - at, LARGEST_WRITE)));
            }
        } catch (IOException e) {
            throw failures.translate("write", name, e);
        }
    }
}
