package io.kubeface.reactor.backend;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts processes, each with its standard input held open by this driver and its output in a file. Blocking. */
final class WorkerProcesses {
    private final Map<String, String> environment;
    private final Optional<Path> workingDirectory;
    private final ProcessTrees trees;

    /**
     * @param environment variables beside the driver's
     * @param workingDirectory where they run; empty for where the driver does
     */
    WorkerProcesses(Map<String, String> environment, Optional<Path> workingDirectory, ProcessTrees trees) {
        this.environment = environment;
        this.workingDirectory = workingDirectory;
        this.trees = trees;
    }

    /** Starts a command; when this throws, nothing of it runs. */
    Process start(List<String> command, Path output) throws IOException {
        List<String> whole = new ArrayList<>(trees.commandPrefix());
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        workingDirectory.ifPresent(directory -> builder.directory(directory.toFile()));
        Process process = builder.start();
        try {
            trees.started(process);
            return process;
        } catch (IOException e) {
            trees.kill(process);
            throw e;
        }
    }
}
