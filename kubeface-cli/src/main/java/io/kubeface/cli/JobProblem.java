package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import reactor.core.Exceptions;

/** Tells why a job ended as a whole. */
final class JobProblem {
    private static final int MAX_LENGTH = 4000;

    private JobProblem() {}

    /** Tells it on standard error, and as the exit code. */
    static int report(Exception problem, Notices notices, Verbosity verbosity) {
        if (problem instanceof IOException && isBrokenPipe(problem)) {
            return ExitCodes.BROKEN_PIPE;
        }
        notices.line(Printable.of(describe(problem), MAX_LENGTH));
        if (verbosity == Verbosity.VERBOSE) {
            StringWriter trace = new StringWriter();
            problem.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(line -> notices.line(Printable.of(line, MAX_LENGTH)));
        }
        return ExitCodes.FAILED;
    }

    private static String describe(Exception problem) {
        if (problem instanceof IOException) {
            return "The rows cannot be written: " + problem.getMessage();
        }
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputException) {
                return "The job ended early. " + cause.getMessage();
            }
        }
        Throwable cause = Exceptions.unwrap(problem);
        return "The job failed: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    /** The only sign of it that Java passes on. */
    static boolean isBrokenPipe(Exception problem) {
        String message = problem.getMessage();
        return message != null && message.contains("Broken pipe");
    }
}
