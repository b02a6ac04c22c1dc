package io.kubeface.testkit.sim;

import java.util.Optional;

/** That a driver has a worker: it launched it, or took it over. */
final class Hold {
    final Driver driver;
    /** What tells the driver of it; nothing does when the answer to its launch was lost. */
    Optional<AttemptHandle> handle;
    /** The driver has no reason to believe that it runs. */
    boolean disowned;

    Hold(Driver driver, Optional<AttemptHandle> handle) {
        this.driver = driver;
        this.handle = handle;
    }
}
