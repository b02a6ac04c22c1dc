package io.kubeface.core.store;

import java.io.IOException;

/** Opens stores of one kind of URL; found by {@link java.util.ServiceLoader}. */
public interface ObjectStoreProvider {

    /** The URL scheme it serves, for example {@code gs}. */
    String scheme();

    /**
     * Opens the store whose root a URL names.
     *
     * @throws IllegalArgumentException when the URL is not well formed; the message says what would be
     */
    ObjectStore open(String url) throws IOException;
}
