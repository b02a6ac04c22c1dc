package io.kubeface.core.envelope;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A stored object is not what was written, or was written by another version; the message names it and what differs. */
public final class CorruptObjectException extends IOException {
    private final String object;

    CorruptObjectException(String object, String whatDiffers, @Nullable Throwable cause) {
        super("Object " + object + " cannot be trusted: " + whatDiffers, cause);
        this.object = object;
    }

    /** The object's name. */
    public String object() {
        return object;
    }
}
