package io.kubeface.core.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A value cannot be written; the message says what in it cannot, and the usual cure. */
public final class UnencodableValueException extends IOException {
    public UnencodableValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
