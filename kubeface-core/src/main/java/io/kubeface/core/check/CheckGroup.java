package io.kubeface.core.check;

import java.io.IOException;
import java.util.List;

/** Checks of one service, in the order in which they are run, and the connection that they share. */
public interface CheckGroup extends AutoCloseable {

    /** The checks. */
    List<Check> checks();

    /** Ends the connection. */
    @Override
    void close() throws IOException;
}
