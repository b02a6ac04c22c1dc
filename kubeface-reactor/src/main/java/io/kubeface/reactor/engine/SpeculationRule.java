package io.kubeface.reactor.engine;

import io.kubeface.reactor.Speculation;
import java.time.Duration;

/** When a task is run once more beside an attempt that takes long. Pure; the rule is told at {@link Speculation}. */
record SpeculationRule(Speculation options) {
    private static final double ALL = 100;

    /**
     * Whether the job is far enough.
     *
     * @param allLaunched whether there is no input left, and no task that waits for its first launch
     * @param tasks of the job
     * @param done those of them whose outcome is known
     */
    boolean begins(boolean allLaunched, long tasks, long done) {
        return allLaunched && done * ALL >= tasks * (ALL - options.percent());
    }

    /**
     * Whether a task is run once more.
     *
     * @param reruns how often it was already
     * @param running time since its last launch
     * @param threshold the percentile of the times of tasks that are done
     */
    boolean reruns(int reruns, Duration running, Duration threshold) {
        return reruns < options.maxReruns() && running.compareTo(threshold) > 0;
    }
}
