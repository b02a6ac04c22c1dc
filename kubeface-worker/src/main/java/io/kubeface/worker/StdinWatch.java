package io.kubeface.worker;

import io.kubeface.core.task.WorkerExit;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when standard input ends. The driver holds the other end of the pipe; the kernel closes it when the
 * driver dies, however it dies.
 */
final class StdinWatch implements Runnable {
    private static final long LONGEST_STOP_MILLIS = 200;

    private static @Nullable Thread thread;

    private StdinWatch() {}

    /** Begins to watch. The function finds an empty standard input: a byte it took would be the watch's. */
    static void start() {
        System.setIn(InputStream.nullInputStream());
        Thread watch = new Thread(null, new StdinWatch(), "kubeface-stdin-watch", 128 * 1024L);
        watch.setDaemon(true);
        watch.start();
        thread = watch;
    }

    /**
     * Ends the watch, if there is one, before the process ends: a JVM that halts waits 300 ms for a thread that is in a
     * read of the system's.
     */
    static void stop() {
        Thread watch = thread;
        if (watch == null) {
            return;
        }
        watch.interrupt();
        try {
            watch.join(LONGEST_STOP_MILLIS);
        } catch (InterruptedException e) {
            // The process ends in any case; only later.
        }
    }

    @Override
    public void run() {
        ByteBuffer ignored = ByteBuffer.allocateDirect(64);
        try {
            // A channel, because its read can be interrupted. Not closed: descriptor 0 belongs to the process.
            @SuppressWarnings("resource")
            FileChannel in = new FileInputStream(FileDescriptor.in).getChannel();
            while (in.read(ignored.clear()) >= 0) {
                // Whatever is said there, only the end of it counts.
            }
        } catch (ClosedChannelException e) {
            // Interrupted by stop.
            return;
        } catch (IOException e) {
            // A broken pipe is an end as well.
        }
        // Not exit: shutdown hooks would wait for a function that the driver's death made pointless.
        Runtime.getRuntime().halt(WorkerExit.DRIVER_GONE.code());
    }
}
