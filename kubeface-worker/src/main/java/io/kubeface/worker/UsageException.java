package io.kubeface.worker;

/** The command line is wrong; the message names the option, the value and what would be right. */
final class UsageException extends Exception {
    UsageException(String message) {
        super(message);
    }
}
