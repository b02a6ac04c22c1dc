package io.kubeface.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one output of a process, on a thread of its own, so that the process never waits for a reader. */
final class OutputReader {
    private static final int TAIL_BYTES = 4096;

    private final Thread thread;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private volatile @Nullable Throwable failure;

    private OutputReader(InputStream in, boolean onlyTail, @Nullable PrintStream copy) {
        thread = new Thread(() -> read(in, onlyTail, copy), "kubeface-shell-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** Keeps everything. */
    static OutputReader all(InputStream in) {
        return new OutputReader(in, false, null);
    }

    /** Keeps the last 4 KiB, and copies everything. */
    static OutputReader tail(InputStream in, PrintStream copy) {
        return new OutputReader(in, true, copy);
    }

    /** Waits for the end of the output; throws what kept it from being read, an {@link Error} as itself. */
    void await() throws IOException, InterruptedException {
        thread.join();
        Throwable problem = failure;
        if (problem instanceof Error error) {
            throw error;
        }
        if (problem instanceof IOException e) {
            throw e;
        }
        if (problem != null) {
            throw new IOException("The output could not be read: " + problem, problem);
        }
    }

    /** What was kept, once the output has ended; fails as {@link #await}. */
    byte[] bytes() throws IOException, InterruptedException {
        await();
        return kept.toByteArray();
    }

    /** The last of what was kept, as text, once the output has ended. */
    String text() throws IOException, InterruptedException {
        byte[] all = bytes();
        byte[] tail = Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_BYTES), all.length);
        return new String(tail, StandardCharsets.UTF_8);
    }

    /** Closes the output when it cannot be read further, as the process would wait for a reader for ever. */
    private void read(InputStream in, boolean onlyTail, @Nullable PrintStream copy) {
        try (in) {
            keep(in, onlyTail, copy);
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void keep(InputStream in, boolean onlyTail, @Nullable PrintStream copy) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            kept.write(buffer, 0, n);
            if (copy != null) {
                copy.write(buffer, 0, n);
            }
            if (onlyTail && kept.size() > 4 * TAIL_BYTES) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, all.length - TAIL_BYTES, TAIL_BYTES);
            }
        }
    }
}
