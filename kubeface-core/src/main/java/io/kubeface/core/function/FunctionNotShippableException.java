package io.kubeface.core.function;

import org.jspecify.annotations.Nullable;

/** A function cannot be sent to a worker; the message has the path of captures that leads to the reason, and the cure. */
public final class FunctionNotShippableException extends IllegalArgumentException {
    FunctionNotShippableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
