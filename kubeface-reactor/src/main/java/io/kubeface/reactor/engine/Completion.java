package io.kubeface.reactor.engine;

import io.kubeface.reactor.CompletionPolicy;
import java.util.OptionalLong;

/** Whether a job ends by its policy. Pure. */
record Completion(CompletionPolicy policy) {
    private static final double ALL = 100;

    /** What is decided. */
    enum Verdict {
        GO_ON,
        SUCCEED,
        FAIL
    }

    /**
     * Inputs by their outcome.
     *
     * @param total how many there are in all; empty while that is not known
     */
    record Tally(long succeeded, long failed, OptionalLong total) {
        /** Whether it is certain that fewer inputs than these will succeed. */
        private boolean staysBelow(double inputs) {
            return total.isPresent() && total.getAsLong() - failed < inputs;
        }
    }

    /** Whether it makes a difference how many inputs fail. */
    boolean counts() {
        return policy.rule() != CompletionPolicy.Rule.ALL_SETTLE;
    }

    /** While outcomes are still to come. */
    Verdict during(Tally tally) {
        double limit = policy.limit();
        return switch (policy.rule()) {
            case ALL_SETTLE, AFTER_ALL -> Verdict.GO_ON;
            case FAIL_FAST -> failIf(tally.failed() > 0);
            case MIN_SUCCESSFUL -> tally.succeeded() >= limit ? Verdict.SUCCEED : failIf(tally.staysBelow(limit));
            case TOLERATED_FAILURES -> failIf(tally.failed() > limit);
            case TOLERATED_FAILURE_PERCENTAGE ->
                failIf(tally.total().isPresent()
                        && tally.failed() * ALL > limit * tally.total().getAsLong());
        };
    }

    /** When each input has its outcome; the total is known. */
    Verdict atEnd(Tally tally) {
        return policy.rule() == CompletionPolicy.Rule.AFTER_ALL ? failIf(tally.failed() > 0) : during(tally);
    }

    private static Verdict failIf(boolean condition) {
        return condition ? Verdict.FAIL : Verdict.GO_ON;
    }

    /** Why it was decided so, in a sentence. */
    String reason(Tally tally) {
        String limit = policy.limit() == Math.rint(policy.limit())
                ? Long.toString((long) policy.limit())
                : Double.toString(policy.limit());
        return switch (policy.rule()) {
            case ALL_SETTLE -> "each input has its outcome.";
            case FAIL_FAST -> "an input failed (failFast).";
            case AFTER_ALL -> "all inputs were run and some failed (afterAll).";
            case MIN_SUCCESSFUL ->
                tally.succeeded() >= policy.limit()
                        ? limit + " inputs succeeded (minSuccessful)."
                        : "no " + limit + " inputs can succeed any more (minSuccessful).";
            case TOLERATED_FAILURES -> "more than " + limit + " inputs failed (toleratedFailures).";
            case TOLERATED_FAILURE_PERCENTAGE ->
                "more than " + limit + " % of the inputs failed (toleratedFailurePercentage).";
        };
    }
}
