package io.kubeface.reactor.engine;

import io.kubeface.core.lifecycle.Leases;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Says again and again that a job's driver lives. Belongs to the job's loop. */
final class Lease {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    private final Loop loop;
    private final JobIo io;
    private final Duration grace;
    private Disposable timer = Disposables.disposed();

    Lease(Loop loop, JobIo io, Duration grace) {
        this.loop = loop;
        this.io = io;
        this.grace = grace;
    }

    /** The lease has just been written: it is written again from now on. */
    void keep() {
        timer = loop.after(Leases.interval(grace), this::renew);
    }

    /** Nothing more is written, but what is being written. */
    void stop() {
        timer.dispose();
    }

    private void renew() {
        keep();
        loop.run(
                io.renewLease(grace),
                written -> {},
                error -> log.warn(
                        "Job {}: its lease could not be renewed; after {} without one it counts as an orphan.",
                        io.job().id(),
                        grace,
                        error));
    }
}
