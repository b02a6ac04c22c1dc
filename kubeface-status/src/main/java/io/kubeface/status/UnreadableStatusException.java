package io.kubeface.status;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What lies where a status should is none. */
public final class UnreadableStatusException extends IOException {
    UnreadableStatusException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
