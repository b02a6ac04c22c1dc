package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import java.io.IOException;
import java.util.List;

/** Turns what the system says when a process cannot be started into ours. */
final class StartFailures {
    /** Numbers of EAGAIN, ENOMEM, ENFILE and EMFILE, as {@link ProcessBuilder#start()} puts them into its message. */
    private static final List<String> PASSING = List.of("error=11,", "error=12,", "error=23,", "error=24,");

    private StartFailures() {}

    static LaunchException translate(IOException failure, String command) {
        String message = String.valueOf(failure.getMessage());
        boolean passing = PASSING.stream().anyMatch(message::contains) || message.contains("Too many open files");
        return new LaunchException(
                FailureKind.LAUNCH,
                passing,
                "A worker process could not be started with " + command + ": " + message
                        + (passing ? " The machine is short of processes, memory or open files." : ""),
                failure);
    }
}
