package io.kubeface.reactor.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a docker backend opens when it is first used. */
record DockerResources(
        String host,
        ScratchDirectory scratch,
        ProcessTrees trees,
        WorkerProcesses processes,
        Containers containers,
        ContainerArguments arguments)
        implements AutoCloseable {

    /**
     * Opens them, and removes what dead drivers of this machine left.
     *
     * @throws LaunchException when there is no docker, or it does not answer
     */
    static DockerResources open(DockerOptions options) throws IOException {
        checkCommand(options.command());
        ScratchDirectory scratch = ScratchDirectory.create();
        try {
            DockerResources opened = open(options, scratch);
            opened.containers().removeOrphans();
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    private static DockerResources open(DockerOptions options, ScratchDirectory scratch) throws IOException {
        Path variables = scratch.file("variables");
        Files.write(variables, ContainerArguments.variables(options), StandardCharsets.UTF_8);
        ProcessTrees trees = ProcessTrees.ofThisMachine();
        return new DockerResources(
                LocalMachine.hostName(),
                scratch,
                trees,
                new WorkerProcesses(Map.of(), Optional.empty(), trees),
                new Containers(new DockerClient(options.command(), trees.commandPrefix(), scratch)),
                new ContainerArguments(options, userOf(scratch.directory()), variables));
    }

    /** Sooner than {@code setsid}, whose message tells people less. */
    static void checkCommand(List<String> command) {
        String word = command.get(0);
        boolean there = word.contains("/")
                ? Files.isExecutable(Path.of(word))
                : Executables.find(word).isPresent();
        if (!there) {
            throw DockerFailures.noCommand(command);
        }
    }

    /** Empty where files have no such users. */
    private static Optional<String> userOf(Path file) throws IOException {
        try {
            return Optional.of(Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            trees.close();
        } finally {
            scratch.close();
        }
    }
}
