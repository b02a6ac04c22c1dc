package io.kubeface.reactor.backend;

import java.io.IOException;

/** What a local-process backend opens at its first launch. */
record LocalResources(
        String host,
        ScratchDirectory scratch,
        ProcessTrees trees,
        WorkerProcesses processes,
        WorkerCommand commands,
        WorkerArchives archives)
        implements AutoCloseable {

    static LocalResources open(LocalProcessOptions options) throws IOException {
        ScratchDirectory scratch = ScratchDirectory.create();
        try {
            return open(options, scratch);
        } catch (RuntimeException | Error e) {
            try {
                scratch.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static LocalResources open(LocalProcessOptions options, ScratchDirectory scratch) {
        ProcessTrees trees = ProcessTrees.ofThisMachine();
        WorkerProcesses processes = new WorkerProcesses(options.environment(), options.workingDirectory(), trees);
        // The JVM puts the process id for %p.
        WorkerCommand commands = new WorkerCommand(options, scratch.file("hs_err-%p.log"), scratch.directory());
        TrainingRun training = new TrainingRun(processes, trees, scratch.file("training.log"));
        WorkerArchives archives = new WorkerArchives(options, commands, training);
        return new LocalResources(LocalMachine.hostName(), scratch, trees, processes, commands, archives);
    }

    @Override
    public void close() throws IOException {
        archives.close();
        try {
            trees.close();
        } finally {
            scratch.close();
        }
    }
}
