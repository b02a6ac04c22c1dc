package io.kubeface.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks at the children of this process ten times a second and keeps the largest resident size seen. The kernel keeps
 * each child's peak itself, so only what a child grows in its last tenth of a second is missed. What the looking costs is
 * told, to be taken off.
 */
final class ChildWatch implements Closeable {
    private static final long PAUSE_MILLIS = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Thread thread = new Thread(this::watch, "child-watch");
    /** A child that has not yet become another program still shares this process's memory. */
    private final String ownCommandLine = commandLine(ProcessHandle.current().pid());

    private volatile long largestBytes;
    private volatile long ownNanos;

    private ChildWatch() {}

    static ChildWatch start() {
        ChildWatch watch = new ChildWatch();
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** The largest peak of any child; 0 when none was seen. */
    long largestBytes() {
        return largestBytes;
    }

    /** Processor time that went into looking. */
    double ownSeconds() {
        return ownNanos / NANOS_PER_SECOND;
    }

    private void watch() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ProcessHandle.current()
                        .children()
                        .filter(child -> !commandLine(child.pid()).equals(ownCommandLine))
                        .forEach(child -> largestBytes = Math.max(largestBytes, Memory.peakResident(child.pid())));
                ownNanos = threads.getCurrentThreadCpuTime();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty when the process has ended. */
    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
