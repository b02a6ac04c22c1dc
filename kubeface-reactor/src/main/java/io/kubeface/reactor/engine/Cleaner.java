package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
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
    private final Set<Task> waiting = new LinkedHashSet<>();
    private List<String> names = new ArrayList<>();
    private boolean busy;

    Cleaner(Loop loop, JobIo io) {
        this.loop = loop;
        this.io = io;
    }

    /** A task is done with. */
    void add(Task task) {
        waiting.add(task);
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
        JobKey key = io.key();
        add(new ObjectName.Input(key, task.name));
        add(new ObjectName.Value(key, task.name));
        for (Task.Launch launch : task.launches) {
            add(new ObjectName.Failure(key, task.name, launch.number));
            add(new ObjectName.Log(key, task.name, launch.number));
        }
    }
}
