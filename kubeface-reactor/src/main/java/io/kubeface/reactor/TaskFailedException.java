package io.kubeface.reactor;

import io.kubeface.core.task.FailureReport;

/**
 * A task failed; thrown by {@link Result#get()}. The message tells what happened and where to look; the cause is a
 * stand-in with the remote exception's type, message and frames.
 */
public final class TaskFailedException extends RuntimeException {
    private final transient Failure<?> failure;

    /**
     * Tells of a failure.
     *
     * @param failure what became of the task
     */
    public TaskFailedException(Failure<?> failure) {
        super(describe(failure), RemoteException.of(failure.cause()));
        this.failure = failure;
    }

    /** What became of the task, with all evidence. Not carried along by Java serialisation. */
    public Failure<?> failure() {
        return failure;
    }

    private static String describe(Failure<?> failure) {
        FailureReport cause = failure.cause();
        TaskReport report = failure.report();
        StringBuilder text = new StringBuilder(200)
                .append("Task ")
                .append(report.task())
                .append(" (input ")
                .append(failure.index())
                .append(") of job ")
                .append(report.job())
                .append(" failed after ")
                .append(report.attempts().size())
                .append(report.attempts().size() == 1 ? " attempt" : " attempts")
                .append(", ")
                .append(failure.kind())
                .append(": ")
                .append(cause.type());
        if (!cause.message().isEmpty()) {
            text.append(": ").append(cause.message());
        }
        if (!failure.reason().isEmpty()) {
            text.append("\n  ended: ").append(failure.reason());
        }
        report.attempts()
                .forEach(attempt -> text.append("\n  attempt ")
                        .append(attempt.number())
                        .append(attempt.place().isEmpty() ? "" : " on " + attempt.place())
                        .append(": ")
                        .append(attempt.outcome()));
        failure.evidence().forEach(line -> text.append("\n  ").append(line));
        if (!failure.logTail().isEmpty()) {
            text.append("\n  last of the log:\n").append(failure.logTail().indent(4));
        }
        return text.toString();
    }

    /** A remote exception without its class. */
    private static final class RemoteException extends Exception {
        private RemoteException(String message, RemoteException cause) {
            super(message, cause);
        }

        private RemoteException(String message) {
            super(message);
        }

        static RemoteException of(FailureReport report) {
            String message = report.message().isEmpty() ? report.type() : report.type() + ": " + report.message();
            RemoteException exception = report.cause()
                    .map(cause -> new RemoteException(message, of(cause)))
                    .orElseGet(() -> new RemoteException(message));
            exception.setStackTrace(report.frames().toArray(StackTraceElement[]::new));
            report.suppressed().forEach(suppressed -> exception.addSuppressed(of(suppressed)));
            return exception;
        }
    }
}
