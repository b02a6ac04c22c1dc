package io.kubeface.reactor.backend;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes, each with its standard input held open by this driver and its output in a file. Blocking. */
final class WorkerProcesses {
    private final LocalProcessOptions options;
    private final ProcessTrees trees;

    WorkerProcesses(LocalProcessOptions options, ProcessTrees trees) {
        this.options = options;
        this.trees = trees;
    }

    /** Starts a command; when this throws, nothing of it runs. */
    Process start(List<String> command, Path output) throws IOException {
        List<String> whole = new ArrayList<>(trees.commandPrefix());
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().putAll(options.environment());
        options.workingDirectory().ifPresent(directory -> builder.directory(directory.toFile()));
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
