package io.kubeface.cli;

/** The shell command failed for one value; the message says how. */
final class ShellCommandException extends Exception {
    ShellCommandException(String message) {
        super(message);
    }
}
