package io.kubeface.core;

import org.jspecify.annotations.Nullable;

/** The value of a remote object cannot be read; the message says of which, whose it was and why. */
public final class RemoteObjectException extends RuntimeException {
    /** A failure to read one. */
    public RemoteObjectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
