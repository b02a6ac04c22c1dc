package io.kubeface.reactor.backend;

import java.util.Optional;

/**
 * What docker says of a container.
 *
 * @param status such as {@code created}, {@code running} and {@code exited}
 * @param exitCode of its process; 0 while there is none
 * @param oomKilled whether the system killed something in it because its memory was used up
 * @param error why it could not be started; empty when it could
 */
record ContainerState(String status, int exitCode, boolean oomKilled, String error) {
    /** What is asked, for {@link #parse}. */
    static final String FORMAT = "{{.State.Status}}\t{{.State.ExitCode}}\t{{.State.OOMKilled}}\t{{.State.Error}}";

    /** Reads the answer; empty when it is something else. */
    static Optional<ContainerState> parse(String text) {
        String[] parts = text.strip().split("\t", 4);
        try {
            return parts.length < 3
                    ? Optional.empty()
                    : Optional.of(new ContainerState(
                            parts[0],
                            Integer.parseInt(parts[1]),
                            Boolean.parseBoolean(parts[2]),
                            parts.length == 3 ? "" : parts[3]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean hasStarted() {
        return !status.equals("created") && !status.equals("configured") && !status.equals("initialized");
    }

    boolean isRunning() {
        return status.equals("running");
    }
}
