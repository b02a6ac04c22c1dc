package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.reactor.events.ObjectEvent;
import java.util.function.Consumer;
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
            look(written.name(), decisions::told);
        } else {
            lookAtAll(decisions::told);
        }
    }

    /** Hints may have been lost without a word of that. */
    void sweep() {
        lookAtAll(decisions::look);
    }

    private void look(String path, Consumer<TaskName> look) {
        if (!path.startsWith(ObjectName.resultPrefix(io.key()))) {
            return;
        }
        ObjectName.parse(path).ifPresent(name -> {
            if (name instanceof ObjectName.Value value) {
                look.accept(value.task());
            } else if (name instanceof ObjectName.Failure failure) {
                look.accept(failure.task());
            }
        });
    }

    /** Anything may have been missed: one listing tells, or a look at each, where a listing has what earlier jobs left. */
    private void lookAtAll(Consumer<TaskName> look) {
        if (io.key().isOfCacheKey()) {
            decisions.open().forEach(look);
        } else if (attempts.running() > 0) {
            loop.run(
                    io.listResults(),
                    names -> names.forEach(name -> look(name, look)),
                    error -> log.warn("Job {}: results could not be listed; trying again later.", io.key(), error));
        }
    }
}
