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
    private volatile @Nullable IOException failure;

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

    /** What was kept, once the output has ended. */
    byte[] bytes() throws IOException, InterruptedException {
        thread.join();
        IOException problem = failure;
        if (problem != null) {
            throw problem;
        }
        return kept.toByteArray();
    }

    /** The last of what was kept, as text, once the output has ended. */
    String text() throws IOException, InterruptedException {
        byte[] all = bytes();
        byte[] tail = Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_BYTES), all.length);
        return new String(tail, StandardCharsets.UTF_8);
    }

    private void read(InputStream in, boolean onlyTail, @Nullable PrintStream copy) {
        byte[] buffer = new byte[8192];
        try {
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
        } catch (IOException e) {
            failure = e;
        }
    }
}
