package io.kubeface.core.store;

import org.jspecify.annotations.Nullable;

/** There is no object of that name. */
public final class ObjectNotFoundException extends StorageException {
    private final String name;

    public ObjectNotFoundException(String name, String address, @Nullable Throwable cause) {
        super("There is no object " + name + " (looked for at " + address + ").", cause);
        this.name = name;
    }

    /** The name that was asked for. */
    public String name() {
        return name;
    }
}
