package io.kubeface.kubernetes;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the API server knows who the driver is, and what it may do. One that did, and does not any more, may again: a token
 * is renewed, or a server that has just started has read all roles. The first such refusal is told, until calls get through
 * again.
 */
final class Credentials {
    private static final Logger log = LoggerFactory.getLogger(Credentials.class);

    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean worked;
    private volatile boolean created;

    /** A call got through. */
    void work() {
        worked = true;
        if (told.compareAndSet(true, false)) {
            log.info("The API server knows the driver again.");
        }
    }

    /** A pod was taken, be it on trial: the driver has its role. */
    void create() {
        created = true;
    }

    /** Whether a call that failed so may succeed later because the driver, or its role, is known again. */
    boolean mayWorkAgain(Throwable failure) {
        boolean unknown = worked && ApiFailures.hasCode(failure, ApiFailures.UNAUTHORISED);
        if (!unknown && !(created && ApiFailures.isMissingGrant(failure))) {
            return false;
        }
        if (told.compareAndSet(false, true)) {
            log.warn(
                    "{} Until then calls are made again, each for {} at most.",
                    ApiFailures.launch(failure, "go on").getMessage(),
                    Backoff.DEFAULT.total());
        }
        return true;
    }
}
