package io.kubeface.testkit.sim;

import io.kubeface.core.task.FailureKind;

/** What becomes of one worker. */
enum Fate {
    SUCCEEDS,
    CRASHES_BEFORE,
    CRASHES_AFTER,
    RUNS_OUT_OF_MEMORY,
    DISRUPTED_BEFORE,
    DISRUPTED_AFTER,
    HANGS_AFTER,
    DECLARED_LOST;

    static Fate drawn(Chance chance) {
        if (chance.strikes(Fault.CRASH_BEFORE_RESULT)) {
            return CRASHES_BEFORE;
        }
        if (chance.strikes(Fault.CRASH_AFTER_RESULT)) {
            return CRASHES_AFTER;
        }
        if (chance.strikes(Fault.OUT_OF_MEMORY)) {
            return RUNS_OUT_OF_MEMORY;
        }
        if (chance.strikes(Fault.DISRUPTED)) {
            return chance.coin() ? DISRUPTED_BEFORE : DISRUPTED_AFTER;
        }
        if (chance.strikes(Fault.HANG_AFTER_RESULT)) {
            return HANGS_AFTER;
        }
        if (chance.strikes(Fault.DECLARED_LOST)) {
            return DECLARED_LOST;
        }
        return SUCCEEDS;
    }

    boolean leavesResult() {
        return this != CRASHES_BEFORE && this != RUNS_OUT_OF_MEMORY && this != DISRUPTED_BEFORE;
    }

    /** What the platform calls its end. */
    FailureKind exit() {
        return switch (this) {
            case DISRUPTED_BEFORE, DISRUPTED_AFTER, DECLARED_LOST -> FailureKind.DISRUPTED;
            case RUNS_OUT_OF_MEMORY -> FailureKind.OUT_OF_MEMORY;
            default -> FailureKind.WORKER_CRASH;
        };
    }
}
