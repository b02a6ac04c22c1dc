package io.kubeface.testkit.sim;

import java.time.Instant;
import java.util.Optional;

/** That a driver has a worker: it launched it, or took it over. */
final class Hold {
    final Driver driver;
    /** What tells the driver of it; nothing does when the answer to its launch was lost. */
    Optional<AttemptHandle> handle;
    /** Since when it has it. */
    final Instant since;
    /** When the driver was told that it has ended. */
    Optional<Instant> toldEnd = Optional.empty();
    /** The driver has no reason to believe that it runs. */
    boolean disowned;

    Hold(Driver driver, Instant since, Optional<AttemptHandle> handle) {
        this.driver = driver;
        this.since = since;
        this.handle = handle;
    }
}
