package io.kubeface.core.task;

/** What became of a task that did not succeed; it decides what is done next. */
public enum FailureKind {
    /** The function threw, ended the JVM, or returned what cannot be written. */
    USER_ERROR,
    /** The worker ended and left no result. */
    WORKER_CRASH,
    /** The worker ran out of memory. */
    OUT_OF_MEMORY,
    /** The platform took the worker away: evicted, preempted, node lost, deleted by others. */
    DISRUPTED,
    /** Nothing could place the worker in time. */
    UNSCHEDULABLE,
    /** The worker's image could not be used. */
    IMAGE,
    /** The worker could not be started. */
    LAUNCH,
    /** The task took longer than it may. */
    TIMEOUT,
    /** Code, library or Java of driver and worker do not agree. */
    CODE_MISMATCH,
    /** The input could not be read by the worker. */
    UNREADABLE_INPUT,
    /** The result could not be read by the driver. */
    UNREADABLE_RESULT,
    /** The store failed for good. */
    STORAGE
}
