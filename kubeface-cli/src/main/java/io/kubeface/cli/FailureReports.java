package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Names failed tasks as they come, and all of them at the end. Used by one thread. */
final class FailureReports {
    private static final int MAX_NAMED = 20;
    private static final int MAX_VALUE_LENGTH = 60;
    private static final int MAX_MESSAGE_LENGTH = 1000;
    private static final String OWN_PACKAGE = FailureReports.class.getPackageName() + ".";

    private final Notices notices;
    private final Verbosity verbosity;
    private final List<Long> named = new ArrayList<>();
    private long failed;

    FailureReports(Notices notices, Verbosity verbosity) {
        this.notices = notices;
        this.verbosity = verbosity;
    }

    /** Takes note of a failure. */
    void add(Failure<?> failure, String value) {
        failed++;
        if (named.size() < MAX_NAMED) {
            named.add(failure.index());
        }
        if (verbosity == Verbosity.VERBOSE) {
            String description = new TaskFailedException(failure).getMessage();
            for (String line : String.valueOf(description).split("\n", -1)) {
                notices.line(Printable.of(line, Integer.MAX_VALUE));
            }
        } else if (verbosity == Verbosity.NORMAL) {
            notices.line("Task " + failure.index() + " (value " + Printable.of(value, MAX_VALUE_LENGTH) + ") failed: "
                    + Printable.of(message(failure), MAX_MESSAGE_LENGTH));
        }
    }

    /** Whether there was one. */
    boolean any() {
        return failed > 0;
    }

    /** Writes the last line. */
    void summarise(long tasks) {
        if (any()) {
            notices.line(failed + " of " + tasks + (tasks == 1 ? " task failed: " : " tasks failed: ")
                    + named.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + (failed > named.size() ? ", and " + (failed - named.size()) + " more" : ""));
        }
    }

    private static String message(Failure<?> failure) {
        String type = failure.cause().type();
        String message = failure.cause().message();
        // Our own exceptions say all in their message.
        String text = message.isEmpty() ? type : type.startsWith(OWN_PACKAGE) ? message : type + ": " + message;
        return failure.reason().isEmpty() || text.contains(failure.reason())
                ? text
                : text + " (" + failure.reason() + ")";
    }
}
