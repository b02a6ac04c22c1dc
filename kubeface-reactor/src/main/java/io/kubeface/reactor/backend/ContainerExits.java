package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import java.util.Optional;

/** Pure: what the end of a worker in a container says, if it left no result. */
final class ContainerExits {
    private static final int KILLED = 137;

    private ContainerExits() {}

    /** The worker's exit code: what docker says of the container, else what the process said that was attached to it. */
    static int code(Optional<ContainerState> state, int attached) {
        return state.filter(known -> known.hasStarted() && !known.isRunning())
                .map(ContainerState::exitCode)
                .orElse(attached);
    }

    /**
     * Reads an exit.
     *
     * @param exit what {@link ExitReasons} makes of the code
     * @param state the container's, when it was looked at and found
     * @param memory its limit
     */
    static Exit of(Exit exit, Optional<ContainerState> state, Optional<String> memory) {
        return state.map(known -> of(exit, known, memory)).orElse(exit);
    }

    private static Exit of(Exit exit, ContainerState state, Optional<String> memory) {
        if (!state.hasStarted()) {
            return with(
                    exit,
                    FailureKind.LAUNCH,
                    "its container could not be started: "
                            + (state.error().isEmpty() ? exit.logTail().strip() : state.error()));
        }
        if (state.isRunning()) {
            return with(
                    exit,
                    FailureKind.WORKER_CRASH,
                    "the docker command that was attached to its container ended before it: " + exit.reason());
        }
        if (state.oomKilled() && state.exitCode() == KILLED) {
            return with(
                    exit,
                    FailureKind.OUT_OF_MEMORY,
                    memory.map(limit ->
                                    "killed by the system: its container used more than its memory limit of " + limit)
                            .orElse("killed by the system, which was out of memory"));
        }
        return exit;
    }

    private static Exit with(Exit exit, FailureKind kind, String reason) {
        return new Exit(kind, reason, exit.logTail(), exit.evidence());
    }
}
