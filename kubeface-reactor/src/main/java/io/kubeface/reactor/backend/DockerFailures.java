package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import java.util.List;
import java.util.Locale;

/** Pure: turns what docker says when it does not do something into ours, with the cure. */
final class DockerFailures {
    private static final List<String> NO_DAEMON = List.of(
            "cannot connect to the docker daemon",
            "is the docker daemon running",
            "error during connect",
            "unable to connect to podman",
            "cannot connect to podman");
    private static final List<String> NO_IMAGE = List.of(
            "no such image",
            "unable to find image",
            "image not known",
            "manifest unknown",
            "pull access denied",
            "invalid reference format",
            "repository does not exist");

    private DockerFailures() {}

    /** The command is not there. */
    static LaunchException noCommand(List<String> command) {
        return new LaunchException(
                FailureKind.LAUNCH,
                false,
                "There is no command " + command.get(0)
                        + " here. Install Docker or Podman, or name the command as people here call it.",
                null);
    }

    /**
     * Something failed that a launch needs.
     *
     * @param command the words that are docker
     * @param said what it printed on standard error
     */
    static LaunchException launch(List<String> command, String image, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        String shown = said.isBlank() ? "It said nothing." : "It said: " + said.strip();
        String docker = String.join(" ", command);
        if (lower.contains("permission denied") && (lower.contains("daemon") || lower.contains(".sock"))) {
            return new LaunchException(
                    FailureKind.LAUNCH,
                    false,
                    "This user may not use the daemon of " + docker
                            + ". Add the user to the group docker, which gives the"
                            + " rights of root, or use sudo docker, podman or a rootless daemon. " + shown,
                    null);
        }
        if (contains(lower, NO_DAEMON)) {
            return new LaunchException(
                    FailureKind.LAUNCH,
                    true,
                    "No daemon answers " + docker
                            + ". Start it, or say where it is with DOCKER_HOST or a context of docker. " + shown,
                    null);
        }
        if (contains(lower, NO_IMAGE)) {
            return new LaunchException(
                    FailureKind.IMAGE,
                    false,
                    "There is no image " + image + " here. Run: " + docker + " pull " + image + " " + shown,
                    null);
        }
        if (lower.contains("bind source path does not exist")) {
            return new LaunchException(
                    FailureKind.LAUNCH,
                    false,
                    "The daemon of " + docker
                            + " does not see the driver's directories: it must run on this machine, and"
                            + " not beside a driver that is itself in a container. " + shown,
                    null);
        }
        return new LaunchException(FailureKind.LAUNCH, false, docker + " makes no container. " + shown, null);
    }

    /** What is removed is gone already, or just goes. */
    static boolean isGone(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        return lower.contains("no such container")
                || lower.contains("no container with name or id")
                || lower.contains("is already in progress");
    }

    private static boolean contains(String text, List<String> parts) {
        return parts.stream().anyMatch(text::contains);
    }
}
