package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.events.ObjectEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tasks are looked at for what a job hears. Belongs to the job's loop. */
final class Hints {
    private static final Logger log = LoggerFactory.getLogger(Hints.class);

    private final Loop loop;
    private final JobIo io;
    private final Attempts attempts;
    private final Decisions decisions;

    Hints(Loop loop, JobIo io, Attempts attempts, Decisions decisions) {
        this.loop = loop;
        this.io = io;
        this.attempts = attempts;
        this.decisions = decisions;
    }

    /** Something may have been written. */
    void heard(ObjectEvent event) {
        if (event instanceof ObjectEvent.Written written) {
            look(written.name());
        } else {
            lookAtAll();
        }
    }

    private void look(String path) {
        if (!path.startsWith(ObjectName.resultPrefix(io.key()))) {
            return;
        }
        ObjectName.parse(path).ifPresent(name -> {
            if (name instanceof ObjectName.Value value) {
                decisions.look(value.task());
            } else if (name instanceof ObjectName.Failure failure) {
                decisions.look(failure.task());
            }
        });
    }

    /** Anything may have been missed: one listing tells, or a look at each, where a listing has what earlier jobs left. */
    private void lookAtAll() {
        if (io.key().isOfCacheKey()) {
            decisions.lookAtAll();
        } else if (attempts.running() > 0) {
            loop.run(
                    io.listResults(),
                    names -> names.forEach(this::look),
                    error -> log.warn("Job {}: results could not be listed; trying again later.", io.key(), error));
        }
    }
}
