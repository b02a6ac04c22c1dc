package io.kubeface.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Reads an object's file. */
final class FileInput extends InputStream {
    /** The JDK reads through a native buffer as long as the request; without a limit a large array costs itself twice. */
    private static final int LARGEST_READ = 256 * 1024;

    private final FileChannel channel;
    private final String name;
    private final LocalFailures failures;

    FileInput(FileChannel channel, String name, LocalFailures failures) {
        this.channel = channel;
        this.name = name;
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
        if (length == 0) {
            return 0;
        }
        try {
            return channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, LARGEST_READ)));
        } catch (IOException e) {
            throw failures.translate("read", name, e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long position = channel.position();
        long skipped = Math.max(0, Math.min(count, channel.size() - position));
        channel.position(position + skipped);
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, channel.size() - channel.position()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
