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
    STORAGE_FAILS_BEFORE,
    STORAGE_FAILS_AFTER,
    HANGS_BEFORE,
    HANGS_AFTER,
    DECLARED_LOST;

    /**
     * Draws one.
     *
     * @param limited whether an attempt that hangs is ended
     */
    static Fate drawn(Chance chance, boolean limited) {
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
        if (chance.strikes(Fault.WORKER_STORE_FAILS)) {
            return STORAGE_FAILS_BEFORE;
        }
        if (chance.strikes(Fault.WORKER_STORE_ANSWER_LOST)) {
            return STORAGE_FAILS_AFTER;
        }
        if (limited && chance.strikes(Fault.HANG_BEFORE_RESULT)) {
            return HANGS_BEFORE;
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
        return switch (this) {
            case CRASHES_BEFORE, RUNS_OUT_OF_MEMORY, DISRUPTED_BEFORE, STORAGE_FAILS_BEFORE, HANGS_BEFORE -> false;
            default -> true;
        };
    }

    /** What the platform calls its end. */
    FailureKind exit() {
        return switch (this) {
            case DISRUPTED_BEFORE, DISRUPTED_AFTER, DECLARED_LOST -> FailureKind.DISRUPTED;
            case STORAGE_FAILS_BEFORE, STORAGE_FAILS_AFTER -> FailureKind.STORAGE;
            case RUNS_OUT_OF_MEMORY -> FailureKind.OUT_OF_MEMORY;
            default -> FailureKind.WORKER_CRASH;
        };
    }
}
