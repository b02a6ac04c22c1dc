package io.kubeface.reactor.backend;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls docker, or a command that is like it. Each call blocks, and has a bound. */
final class DockerClient {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> command;
    private final List<String> prefix;
    private final ScratchDirectory scratch;
    private final AtomicLong calls = new AtomicLong();

    /**
     * @param prefix what stands before the command, so that what the terminal sends to the driver does not end a call
     * @param scratch for what is printed
     */
    DockerClient(List<String> command, List<String> prefix, ScratchDirectory scratch) {
        this.command = command;
        this.prefix = prefix;
        this.scratch = scratch;
    }

    /** What a call gave. */
    record Answer(int exitCode, String out, String err) {
        boolean ok() {
            return exitCode == 0;
        }
    }

    List<String> command() {
        return command;
    }

    /** The command with arguments, to be started by others. */
    List<String> line(List<String> arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(arguments);
        return line;
    }

    /** Calls it. */
    Answer call(String... arguments) throws IOException {
        return call(PATIENCE, List.of(arguments));
    }

    /** Calls it, with another bound. */
    Answer call(Duration patience, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        line.addAll(arguments);
        String name = "docker-" + calls.incrementAndGet();
        Path out = scratch.file(name + ".out");
        Path err = scratch.file(name + ".err");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectOutput(Redirect.to(out.toFile()))
                    .redirectError(Redirect.to(err.toFile()))
                    .start();
            process.getOutputStream().close();
            await(process, patience, arguments);
            return new Answer(
                    process.exitValue(),
                    new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                    LogTail.read(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private void await(Process process, Duration patience, List<String> arguments) throws IOException {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " " + arguments.get(0) + " did not end within "
                    + patience.toSeconds() + " s.");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + " " + arguments.get(0) + " was interrupted.", e);
        }
    }
}
