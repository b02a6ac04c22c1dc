package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A driver in a JVM of its own, whose storage, code cache and temporary files lie below one directory. */
final class Driver {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final Path directory;
    private final Path javaHome;

    /** On the Java that the test runs on. */
    Driver(Path directory) throws IOException {
        this(directory, Path.of(System.getProperty("java.home")));
    }

    Driver(Path directory, Path javaHome) throws IOException {
        this.directory = directory;
        this.javaHome = javaHome;
        Files.createDirectories(temporary());
    }

    Path storage() {
        return directory.resolve("storage");
    }

    private Path temporary() {
        return directory.resolve("tmp");
    }

    /** Starts it: {@code java} with these arguments, and the storage as the program's last. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(List.of("-Djava.io.tmpdir=" + temporary(), "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(List.of(arguments));
        command.add(storage().toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "KUBEFACE_CACHE", directory.resolve("cache").toString(),
                        "KUBEFACE_TEST", directory.toString()));
        return builder.redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    /** Waits for its end, which must be with code 0; answers with the lines that it printed. */
    List<String> output(Process process) throws Exception {
        awaitEnd(process);
        assertThat(process.exitValue()).as(said()).isZero();
        return Files.readAllLines(directory.resolve("stdout"));
    }

    /** Waits for its end, which must be with another code; answers with what it printed to standard error. */
    String failure(Process process) throws Exception {
        awaitEnd(process);
        assertThat(process.exitValue()).as(said()).isNotZero();
        return log();
    }

    /** What the last one printed to standard error. */
    String log() throws IOException {
        return Files.readString(directory.resolve("stderr"));
    }

    private void awaitEnd(Process process) throws Exception {
        try {
            assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as("the driver ends; it said: %s", said())
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    List<String> run(String... arguments) throws Exception {
        return output(start(arguments));
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("stdout")) + log();
    }

    /** Of a driver that ended by itself: no process, no temporary file, and in the storage the staged code alone. */
    void assertNothingLeft() throws IOException {
        Descent.awaitNone(directory, DEADLINE);
        assertThat(files(temporary())).as("temporary files").isEmpty();
        assertThat(files(storage()))
                .as("what the storage holds")
                .isNotEmpty()
                .allMatch(file -> file.startsWith("code/sha256/") && file.endsWith(".jar"));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
