package io.kubeface.core.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a job's driver is dead, by looks at its lease from a machine whose clock says nothing of the storage's: a driver is
 * dead when its lease has not changed for longer than it may, by the looker's own measure of time. A look that failed tells
 * nothing and is left out; so that an outage of the storage, in which the driver could not renew its lease either, is not taken
 * for its death, two looks in a row must say so. Not safe for use by several threads.
 */
public final class LeaseObserver {
    private final Duration grace;
    private Optional<Instant> last = Optional.empty();
    private long since;
    private boolean seen;
    private boolean suspected;

    /**
     * An observer of one lease.
     *
     * @param grace how long its driver may be silent
     */
    public LeaseObserver(Duration grace) {
        this.grace = grace;
    }

    /**
     * Takes a look into account.
     *
     * @param written when the lease was last written, as the storage says; empty when there is none, as after the end of its
     *     job
     * @param nanoTime of this look, as {@link System#nanoTime} tells it
     * @return whether the driver counts as dead
     */
    public boolean expired(Optional<Instant> written, long nanoTime) {
        if (!seen || !written.equals(last)) {
            seen = true;
            suspected = false;
            last = written;
            since = nanoTime;
            return false;
        }
        boolean silent = nanoTime - since > grace.toNanos();
        boolean twice = silent && suspected;
        suspected = silent;
        return twice;
    }
}
