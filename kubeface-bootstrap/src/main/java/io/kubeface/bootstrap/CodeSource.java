package io.kubeface.bootstrap;

import java.io.IOException;
import java.io.InputStream;

/** Where the jars come from. Safe for several threads. */
interface CodeSource {
    /**
     * Opens an object of the storage for reading.
     *
     * @throws BootstrapException when another try would give the same
     * @throws IOException when it may not; so for what reading the stream throws
     */
    InputStream open(String name) throws IOException, BootstrapException;

    /** The object, for people. */
    String address(String name);
}
