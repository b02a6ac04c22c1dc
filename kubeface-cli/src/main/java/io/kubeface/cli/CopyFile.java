package io.kubeface.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file or object that is to be copied.
 *
 * @param name relative to what is copied: {@code a/b.csv}; of a single one its last part
 * @param sizeBytes its length; negative when it is not known
 * @param contentType what it is
 * @param opening opens it for reading
 */
record CopyFile(String name, long sizeBytes, String contentType, Opening opening) {
    /** What is said of bytes of which nothing is known. */
    static final String BYTES = "application/octet-stream";

    /** Opens a file. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    /** Sees files, one after the other. */
    @FunctionalInterface
    interface Visitor {
        void visit(CopyFile file) throws IOException;
    }
}
