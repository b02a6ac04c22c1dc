package io.kubeface.cli;

import org.jspecify.annotations.Nullable;

/** The inputs cannot be read any further; the message says where and why. */
final class InputException extends RuntimeException {
    InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
