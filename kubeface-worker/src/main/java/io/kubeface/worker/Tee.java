package io.kubeface.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes to the process's own output and keeps the same in a file. When the file cannot take more, the output goes on. */
final class Tee extends OutputStream {

    private final OutputStream output;
    private final FileChannel kept;

    Tee(OutputStream output, FileChannel kept) {
        this.output = output;
        this.kept = kept;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        keep(ByteBuffer.wrap(bytes, offset, length));
        output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    private void keep(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                kept.write(bytes);
            }
        } catch (IOException e) {
            // A full temporary directory: the log is shorter, the task goes on.
        }
    }
}
