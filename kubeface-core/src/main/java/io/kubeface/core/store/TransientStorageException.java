package io.kubeface.core.store;

import org.jspecify.annotations.Nullable;

/** The same call may work later: a dropped connection, a busy service, a disk that is full for now. */
public final class TransientStorageException extends StorageException {
    public TransientStorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
