package io.kubeface.core.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes cannot be read as a value here; the message names the class or the reason, and the cure. */
public final class UndecodableValueException extends IOException {
    public UndecodableValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
