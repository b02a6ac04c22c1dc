package io.kubeface.cli;

/** How much is told on standard error. */
enum Verbosity {
    /** The last line only, when something failed. */
    QUIET,
    /** Each failure as a line, and the last line. */
    NORMAL,
    /** Each failure with all that is known, and the library's log. */
    VERBOSE
}
