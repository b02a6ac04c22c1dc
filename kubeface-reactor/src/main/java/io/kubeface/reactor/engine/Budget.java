package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureKind;

/** What a lost attempt is charged to; each is counted for itself. */
enum Budget {
    /** The worker's own end. */
    CRASH,
    /** The platform's doing, never the task's fault. */
    DISRUPTION,
    /** Attempts that could not be launched. */
    LAUNCH,
    /** A store that failed the worker. */
    STORAGE,
    /** The function's failure, which the job's policy decides. */
    USER,
    /** Another try would end alike. */
    NONE;

    static Budget of(FailureKind kind) {
        return switch (kind) {
            case WORKER_CRASH -> CRASH;
            case DISRUPTED -> DISRUPTION;
            case LAUNCH -> LAUNCH;
            case STORAGE -> STORAGE;
            case USER_ERROR, TIMEOUT -> USER;
            case OUT_OF_MEMORY, UNSCHEDULABLE, IMAGE, CODE_MISMATCH, UNREADABLE_INPUT, UNREADABLE_RESULT -> NONE;
        };
    }
}
