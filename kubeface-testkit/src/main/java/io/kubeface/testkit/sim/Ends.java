package io.kubeface.testkit.sim;

import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.JobFailedException;
import java.util.Optional;

/**
 * Whether a job's last signal is what its completion policy says. Pure.
 *
 * @param succeeded values that the subscriber got
 * @param failed failures that it got
 * @param inputs that there are
 * @param unread whether values may not have been readable
 */
record Ends(CompletionPolicy policy, long succeeded, long failed, long inputs, boolean unread) {
    private static final double ALL = 100;

    /** What is wrong with a job that completed, or ended with its source's error; empty if nothing is. */
    Optional<String> completed() {
        boolean all = succeeded + failed == inputs;
        boolean right = switch (policy.rule()) {
            case ALL_SETTLE -> all;
            case FAIL_FAST, AFTER_ALL -> all && failed == 0;
            case MIN_SUCCESSFUL -> succeeded >= policy.limit();
            case TOLERATED_FAILURES -> all && failed <= policy.limit();
            case TOLERATED_FAILURE_PERCENTAGE -> all && failed * ALL <= policy.limit() * inputs;
        };
        return complaint(right, "it completed");
    }

    /** What is wrong with a job that its policy ended with an error. */
    Optional<String> failed(JobFailedException error) {
        long known = error.failed();
        boolean right = known >= failed
                && error.succeeded() >= succeeded
                && error.failures().size() == Math.min(known, JobFailedException.MOST_FAILURES)
                && switch (policy.rule()) {
                    case ALL_SETTLE -> false;
                    case FAIL_FAST -> known > 0;
                    case AFTER_ALL -> known > 0 && succeeded + failed == inputs;
                    case MIN_SUCCESSFUL ->
                        inputs - known < policy.limit() || (unread && error.succeeded() < policy.limit());
                    case TOLERATED_FAILURES -> known > policy.limit();
                    case TOLERATED_FAILURE_PERCENTAGE -> known * ALL > policy.limit() * inputs;
                };
        return complaint(
                right,
                "it failed, with " + known + " failures, " + error.succeeded() + " successes and "
                        + error.failures().size() + " causes");
    }

    private Optional<String> complaint(boolean right, String what) {
        return right
                ? Optional.empty()
                : Optional.of(what + " by " + policy + " after " + succeeded + " values and " + failed + " failures of "
                        + inputs + " inputs");
    }
}
