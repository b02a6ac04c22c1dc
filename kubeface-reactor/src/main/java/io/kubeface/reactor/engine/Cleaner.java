package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.KeepPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the objects of tasks that are done with, when all their attempts have ended and so nothing can be written any
 * more. One call at a time; what comes meanwhile goes into the next. Belongs to the job's loop.
 */
final class Cleaner {
    private static final Logger log = LoggerFactory.getLogger(Cleaner.class);

    private final Loop loop;
    private final JobIo io;
    private final Storing storing;
    private final Set<Task> waiting = new LinkedHashSet<>();
    private List<String> names = new ArrayList<>();
    private boolean busy;
    private boolean kept;

    Cleaner(Loop loop, JobIo io, Storing storing) {
        this.loop = loop;
        this.io = io;
        this.storing = storing;
    }

    /** A task is done with. */
    void add(Task task) {
        waiting.add(task);
    }

    /** Whether something was to be kept, by now. */
    boolean kept() {
        return kept;
    }

    void add(ObjectName name) {
        names.add(name.path());
    }

    /** Whether nothing is left to remove. */
    boolean idle() {
        return waiting.isEmpty() && names.isEmpty() && !busy;
    }

    void advance() {
        waiting.removeIf(task -> {
            boolean ended = task.allEnded();
            if (ended) {
                addObjects(task);
            }
            return ended;
        });
        if (busy || names.isEmpty()) {
            return;
        }
        List<String> batch = names;
        names = new ArrayList<>();
        busy = true;
        loop.run(io.delete(batch), count -> busy = false, error -> {
            busy = false;
            log.warn(
                    "Job {}: {} objects could not be removed; the first is {}.",
                    io.key(),
                    batch.size(),
                    batch.get(0),
                    error);
        });
    }

    private void addObjects(Task task) {
        boolean shared = storing.cacheKey().isPresent();
        KeepPolicy keep = storing.keep();
        boolean inputGoes = Storing.goes(keep.inputs(), task);
        boolean resultGoes = Storing.goes(keep.results(), task);
        boolean logGoes = Storing.goes(keep.logs(), task);
        kept |= !inputGoes || !resultGoes || !logGoes;
        // Another driver of the key may need the input for as long as there is no value.
        if (inputGoes && (!shared || (task.hasValue() && !task.launches.isEmpty()))) {
            add(new ObjectName.Input(io.key(), task.name));
        }
        if (resultGoes && !shared) {
            add(new ObjectName.Value(io.key(), task.name));
        }
        for (Task.Launch launch : task.launches) {
            if (resultGoes) {
                add(launch.address.failure());
            }
            if (logGoes) {
                add(launch.address.log());
            }
        }
    }
}
