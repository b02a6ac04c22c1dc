package io.kubeface.worker;

/** How much the worker itself says on standard error. */
enum Verbosity {
    /** Nothing but wrong arguments. */
    QUIET,
    /** What went wrong. */
    FAILURES,
    /** A line for each step. */
    STEPS
}
