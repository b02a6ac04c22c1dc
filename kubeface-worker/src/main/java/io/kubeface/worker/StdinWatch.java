package io.kubeface.worker;

import io.kubeface.core.task.WorkerExit;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends the process when standard input ends. The driver holds the other end of the pipe; the kernel closes it when the
 * driver dies, however it dies.
 */
final class StdinWatch implements Runnable {

    private StdinWatch() {}

    /** Begins to watch. The function finds an empty standard input: a byte it took would be the watch's. */
    static void start() {
        System.setIn(InputStream.nullInputStream());
        Thread thread = new Thread(null, new StdinWatch(), "kubeface-stdin-watch", 128 * 1024L);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        byte[] ignored = new byte[64];
        try {
            // Not closed: descriptor 0 belongs to the process.
            @SuppressWarnings("resource")
            InputStream in = new FileInputStream(FileDescriptor.in);
            while (in.read(ignored) >= 0) {
                // Whatever is said there, only the end of it counts.
            }
        } catch (IOException e) {
            // A broken pipe is an end as well.
        }
        // Not exit: shutdown hooks would wait for a function that the driver's death made pointless.
        Runtime.getRuntime().halt(WorkerExit.DRIVER_GONE.code());
    }
}
