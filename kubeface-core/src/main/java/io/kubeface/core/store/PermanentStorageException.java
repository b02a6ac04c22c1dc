package io.kubeface.core.store;

import org.jspecify.annotations.Nullable;

/** The same call will fail again until a person changes something: a missing right, a root that is not there. */
public final class PermanentStorageException extends StorageException {
    public PermanentStorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
