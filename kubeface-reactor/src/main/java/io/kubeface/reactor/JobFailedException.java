package io.kubeface.reactor;

import java.util.List;

/**
 * A job ended because its {@link CompletionPolicy} said so. The message tells why, with the counts; the cause is the
 * first of the failures that it carries, the others are suppressed.
 */
public final class JobFailedException extends RuntimeException {
    /** No exception carries more failures. */
    public static final int MOST_FAILURES = 10;

    private final String job;
    private final String reason;
    private final long succeeded;
    private final long failed;
    private final transient List<Failure<?>> failures;

    /**
     * Tells why a job ended.
     *
     * @param job its id
     * @param reason one sentence
     * @param succeeded inputs that had a value
     * @param failed inputs that had failed
     * @param taken inputs that had been taken from the source
     * @param failures the first of those that failed
     */
    public JobFailedException(
            String job, String reason, long succeeded, long failed, long taken, List<Failure<?>> failures) {
        super("Job " + job + " ended: " + reason + " Of " + taken + " inputs taken, " + succeeded + " succeeded, "
                + failed + " failed, " + (taken - succeeded - failed) + " had no outcome yet.");
        this.job = job;
        this.reason = reason;
        this.succeeded = succeeded;
        this.failed = failed;
        this.failures = List.copyOf(failures);
        for (Failure<?> failure : this.failures) {
            TaskFailedException described = new TaskFailedException(failure);
            if (getCause() == null) {
                initCause(described);
            } else {
                addSuppressed(described);
            }
        }
    }

    /** The job's id. */
    public String job() {
        return job;
    }

    /** Why it ended, in a sentence. */
    public String reason() {
        return reason;
    }

    /** How many inputs had a value by then. */
    public long succeeded() {
        return succeeded;
    }

    /** How many inputs had failed by then. */
    public long failed() {
        return failed;
    }

    /**
     * The first of the failures, at most {@value #MOST_FAILURES}; not carried along by Java serialisation, which leaves
     * an empty list.
     */
    public List<Failure<?>> failures() {
        return failures == null ? List.of() : failures;
    }
}
