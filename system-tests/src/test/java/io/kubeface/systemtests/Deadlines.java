package io.kubeface.systemtests;

import java.time.Duration;

/** How long tests wait at most; generous, as a test that hangs is to end at last. */
public final class Deadlines {
    /** For what takes seconds. */
    public static final Duration LONG = Duration.ofMinutes(10);

    private Deadlines() {}
}
