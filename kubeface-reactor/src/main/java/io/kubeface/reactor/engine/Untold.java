package io.kubeface.reactor.engine;

import io.kubeface.core.name.TaskName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Results that were found before anything told of them. A hint that comes a little later was on its way; one that does not
 * come at all was lost. Belongs to the job's loop.
 */
final class Untold {
    private final Loop loop;
    private final Duration patience;
    private final Runnable lost;
    private final Set<TaskName> tasks = new HashSet<>();

    /**
     * @param patience how late a hint may be
     * @param lost called when one was lost
     */
    Untold(Loop loop, Duration patience, Runnable lost) {
        this.loop = loop;
        this.patience = patience;
        this.lost = lost;
    }

    /** A task's result was found, of which nothing had told. */
    void found(TaskName task) {
        tasks.add(task);
        loop.after(patience, () -> {
            if (tasks.remove(task)) {
                lost.run();
            }
        });
    }

    /** Something tells of a task's result. */
    void told(TaskName task) {
        tasks.remove(task);
    }
}
