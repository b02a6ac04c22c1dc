package io.kubeface.reactor;

/** There is no log to read; the message says why, and what to do to have one the next time. */
public final class LogNotFoundException extends RuntimeException {
    /** As the message says. */
    public LogNotFoundException(String message) {
        super(message);
    }
}
