package io.kubeface.worker;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes to the process's own output and keeps the same elsewhere. When that cannot take more, the output goes on. It is
 * no channel of a file: a thread that prints while it is interrupted would close that, for all threads.
 */
final class Tee extends OutputStream {

    private final OutputStream output;
    private final OutputStream kept;

    Tee(OutputStream output, OutputStream kept) {
        this.output = output;
        this.kept = kept;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        keep(bytes, offset, length);
        output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    private void keep(byte[] bytes, int offset, int length) {
        try {
            kept.write(bytes, offset, length);
        } catch (IOException e) {
            // A full temporary directory: the log is shorter, the task goes on.
        }
    }
}
