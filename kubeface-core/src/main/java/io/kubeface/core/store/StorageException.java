package io.kubeface.core.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked; the message names the object and the cure. */
public abstract sealed class StorageException extends IOException
        permits TransientStorageException, PermanentStorageException, ObjectNotFoundException {
    StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
