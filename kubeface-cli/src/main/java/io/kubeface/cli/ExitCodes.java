package io.kubeface.cli;

/** What the command's exit code says. */
final class ExitCodes {
    /** Every task succeeded. */
    static final int OK = 0;
    /** A task failed, or the job did. */
    static final int FAILED = 1;
    /** The command was used wrongly; nothing was started. */
    static final int USAGE = 2;
    /** Interrupted, as shells say it: 128 and the number of SIGINT. */
    static final int INTERRUPTED = 130;
    /** Whoever read the output went away, as shells say it: 128 and the number of SIGPIPE. */
    static final int BROKEN_PIPE = 141;

    private ExitCodes() {}
}
