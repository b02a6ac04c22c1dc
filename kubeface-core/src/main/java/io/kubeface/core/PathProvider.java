package io.kubeface.core;

import java.io.IOException;
import java.nio.file.Path;

/** Makes paths of one kind of URL; found by {@link java.util.ServiceLoader}. Safe for use by several threads. */
public interface PathProvider {

    /** The URL scheme it serves, for example {@code gs}. */
    String scheme();

    /**
     * The path that a URL names; nothing need be there.
     *
     * @throws IllegalArgumentException when the URL is not well formed; the message says what would be
     * @throws IOException when the client of such paths cannot be made
     */
    Path path(String url) throws IOException;
}
