package io.kubeface.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StdinWatchTest {

    /**
     * It once stayed in its read until the JVM was gone, and each worker took 300 ms to end: so long a JVM that halts
     * waits for a thread in native code.
     */
    @Test
    void noThreadIsLeftInAReadOfStandardInputWhenTheProcessIsAboutToEnd() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppedWatch.class.getName())
                .redirectErrorStream(true)
                .start();
        // Standard input stays open: only the stop can have ended the watch.
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("watches before: 1").contains("watches after: 0");
    }

    /** A process that watches and stops. */
    static final class StoppedWatch {
        private StoppedWatch() {}

        public static void main(String[] arguments) {
            StdinWatch.start();
            System.out.println("watches before: " + watches());
            StdinWatch.stop();
            // The stop waits for its thread, though not for long.
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (watches() > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            System.out.println("watches after: " + watches());
        }

        private static long watches() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("kubeface-stdin-watch") && thread.isAlive())
                    .count();
        }
    }
}
