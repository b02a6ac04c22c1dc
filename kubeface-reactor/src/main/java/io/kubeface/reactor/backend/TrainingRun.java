package io.kubeface.reactor.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a process that makes something, out of the way of those that work. Blocking. */
final class TrainingRun implements AutoCloseable {
    private static final int MAX_MINUTES = 2;
    private static final int KILL_SECONDS = 10;

    private final WorkerProcesses processes;
    private final ProcessTrees trees;
    private final Path output;
    private boolean closed;

    @Nullable
    private Process running;

    TrainingRun(WorkerProcesses processes, ProcessTrees trees, Path output) {
        this.processes = processes;
        this.trees = trees;
        this.output = output;
    }

    /**
     * Runs a command to its end.
     *
     * @return what went wrong; empty when it ended well, or was ended by {@link #close}
     */
    Optional<String> run(List<String> command) throws IOException {
        List<String> nice = new ArrayList<>();
        Executables.find("nice").ifPresent(found -> nice.addAll(List.of(found.toString(), "-n", "19")));
        nice.addAll(command);
        Process process = start(nice);
        if (process == null) {
            return Optional.empty();
        }
        try {
            if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
                return Optional.of("did not end within " + MAX_MINUTES + " minutes");
            }
            return process.exitValue() == 0 || isClosed()
                    ? Optional.empty()
                    : Optional.of("ended with exit code " + process.exitValue() + ": " + LogTail.read(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was interrupted");
        } finally {
            end(process);
        }
    }

    @Nullable
    private synchronized Process start(List<String> command) throws IOException {
        if (closed) {
            return null;
        }
        running = processes.start(command, output);
        return running;
    }

    private void end(Process process) throws IOException {
        trees.kill(process);
        awaitEnd(process);
        trees.ended(process);
        Files.deleteIfExists(output);
    }

    /** What a killed process makes until it is gone would be left where nobody looks any more. */
    private static void awaitEnd(Process process) {
        try {
            process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            trees.kill(running);
        }
    }
}
