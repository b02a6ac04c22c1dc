package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The running processes that come from a driver, also when their parents are gone: all inherit its environment. */
final class Descent {
    private Descent() {}

    /** The command lines of those that run. */
    static List<String> of(Path directory) {
        String mark = "KUBEFACE_TEST=" + directory + "\0";
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (text(process.resolve("environ")).contains(mark) && runs(process)) {
                    found.add(process.getFileName() + " "
                            + text(process.resolve("cmdline")).replace('\0', ' '));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** A zombie does not run: where nobody inherits orphans, it stays one. */
    private static boolean runs(Path process) {
        String stat = text(process.resolve("stat"));
        return !stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it ended meanwhile, or is another user's
        }
    }

    static void awaitNone(Path directory, Duration within) {
        await(within, () -> of(directory).isEmpty());
        assertThat(of(directory)).as("processes left after %s", within).isEmpty();
    }

    /** Waits until the condition is met or the time is over. */
    static void await(Duration within, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
