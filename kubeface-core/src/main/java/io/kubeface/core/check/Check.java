package io.kubeface.core.check;

import java.io.IOException;
import java.util.List;

/** One thing that a driver needs, and whether it is there. */
public interface Check {

    /** What people call it; no two of a checkup have the same. */
    String name();

    /** The names of the checks that must be ok before this one tells anything. Those that are not run count for nothing. */
    List<String> needs();

    /**
     * Looks. Blocks; removes what it makes.
     *
     * @throws IOException when it is not there; the message says what is missing and what would cure it
     */
    Finding run() throws IOException;
}
