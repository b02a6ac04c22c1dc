package io.kubeface.reactor.engine;

import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private final Set<ObjectName.Lease> names = new LinkedHashSet<>();
    private Disposable timer = Disposables.disposed();

    /**
     * @param orphans attempts that look at the leases of their own jobs, which are kept too
     */
    Lease(Loop loop, JobIo io, Duration grace, List<OrphanedAttempt> orphans) {
        this.loop = loop;
        this.io = io;
        this.grace = grace;
        names.add(io.job().lease());
        orphans.forEach(orphan -> names.add(orphan.address().job().lease()));
    }

    /** The lease has just been written: it is written again from now on. */
    void keep() {
        timer = loop.after(Leases.interval(grace), this::renewAll);
    }

    /** Nothing more is written, but what is being written. */
    void stop() {
        timer.dispose();
    }

    private void renewAll() {
        keep();
        names.forEach(this::renew);
    }

    private void renew(ObjectName.Lease name) {
        loop.run(
                io.renewLease(name, grace),
                written -> {},
                error -> log.warn(
                        "Job {}: the lease {} could not be renewed; after {} without one its job counts as an orphan.",
                        io.job().id(),
                        name.path(),
                        grace,
                        error));
    }
}
