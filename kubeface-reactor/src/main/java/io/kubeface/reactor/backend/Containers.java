package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.DockerBackend.PullPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Containers and their image, by calls of docker. All methods block. */
final class Containers {
    private static final Logger log = LoggerFactory.getLogger(Containers.class);
    private static final Duration CREATE = Duration.ofMinutes(2);
    private static final Duration PULL = Duration.ofMinutes(30);

    private final DockerClient docker;

    Containers(DockerClient docker) {
        this.docker = docker;
    }

    /**
     * Makes sure that the image is here.
     *
     * @throws LaunchException when it is not, and cannot be pulled or is not to be
     */
    void ensureImage(String image, PullPolicy policy) throws IOException {
        if (policy != PullPolicy.ALWAYS) {
            DockerClient.Answer there = docker.call("image", "inspect", "--format", "{{.Id}}", image);
            if (there.ok()) {
                return;
            }
            if (policy == PullPolicy.NEVER) {
                throw DockerFailures.launch(docker.command(), image, there.err());
            }
        }
        DockerClient.Answer pulled = docker.call(PULL, List.of("pull", "--quiet", image));
        if (!pulled.ok()) {
            LaunchException failure = DockerFailures.launch(docker.command(), image, pulled.err());
            throw failure.kind() == FailureKind.IMAGE || failure.retryable()
                    ? failure
                    : new LaunchException(
                            FailureKind.IMAGE,
                            false,
                            "The image " + image + " is not here and could not be pulled: "
                                    + pulled.err().strip(),
                            null);
        }
    }

    /**
     * Makes a container; it does not run yet.
     *
     * @param arguments from {@code create} on
     * @throws LaunchException when docker refuses
     */
    void create(String image, List<String> arguments) throws IOException {
        DockerClient.Answer created = docker.call(CREATE, arguments);
        if (!created.ok()) {
            throw DockerFailures.launch(docker.command(), image, created.err());
        }
    }

    /** The command that starts a container, is attached to it, and ends with its exit code. */
    List<String> start(String name) {
        return docker.line(ContainerArguments.start(name));
    }

    /** How a container is; empty when it is gone. */
    Optional<ContainerState> state(String name) throws IOException {
        DockerClient.Answer answer =
                docker.call("inspect", "--type", "container", "--format", ContainerState.FORMAT, name);
        return answer.ok() ? ContainerState.parse(answer.out()) : Optional.empty();
    }

    /** Kills a container, if it runs, and removes it, if it is there. */
    void remove(String name) throws IOException {
        DockerClient.Answer answer = docker.call("rm", "--force", "--volumes", name);
        if (!answer.ok() && !DockerFailures.isGone(answer.err())) {
            throw new IOException("Container " + name + " could not be removed: "
                    + answer.err().strip());
        }
    }

    /**
     * All containers with a label, those that have ended too.
     *
     * @param label a name, or a name, = and a value
     * @throws LaunchException when docker gives no list
     */
    List<ContainerLabels.Owned> list(String label) throws IOException {
        DockerClient.Answer listed = docker.call(
                "ps", "--all", "--no-trunc", "--filter", "label=" + label, "--format", ContainerLabels.FORMAT);
        if (!listed.ok()) {
            throw DockerFailures.launch(docker.command(), "", listed.err());
        }
        return listed.out()
                .lines()
                .flatMap(line -> ContainerLabels.parse(line).stream())
                .toList();
    }

    /**
     * Removes what drivers of this machine left that are dead.
     *
     * @throws LaunchException when docker gives no list
     */
    void removeOrphans() throws IOException {
        for (ContainerLabels.Owned container : list(ContainerLabels.CLIENT)) {
            if (container.isOrphan()) {
                try {
                    remove(container.name());
                    log.info("Removed container {}, whose driver is dead", container.name());
                } catch (IOException e) {
                    log.warn("{}", e.getMessage());
                }
            }
        }
    }
}
