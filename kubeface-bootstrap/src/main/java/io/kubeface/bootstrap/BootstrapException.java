package io.kubeface.bootstrap;

import org.jspecify.annotations.Nullable;

/** There is no worker to run; the message, for people, says what is wrong and what to do. */
final class BootstrapException extends Exception {
    /** The jars could not be fetched; another try may help. */
    static final int UNREACHABLE = 75;
    /** Another try gives the same. */
    static final int USELESS = 76;

    private final int exitCode;

    BootstrapException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static BootstrapException useless(String message) {
        return new BootstrapException(USELESS, message, null);
    }

    int exitCode() {
        return exitCode;
    }
}
