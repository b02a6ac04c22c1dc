package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks at processes of this machine. */
public final class Processes {
    private Processes() {}

    /** Waits until a process runs no more. */
    public static void awaitGone(long pid) {
        await("process " + pid + " is gone", () -> !runs(pid));
    }

    /** A zombie does not run: where nobody inherits orphans, it stays one. */
    static boolean runs(long pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        try {
            String line = Files.readString(stat);
            return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until a condition is met, a minute at most. */
    public static void await(String condition, BooleanSupplier met) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!met.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(met.getAsBoolean()).as(condition).isTrue();
    }

    /** Sends a signal that Java has no method for. */
    static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
