package io.kubeface.reactor;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far a job is, in inputs.
 *
 * @param job the job's id
 * @param total how many inputs there are, if {@link JobSpec#numItems} said so or the source has ended
 * @param taken inputs taken so far
 * @param running inputs that attempts are working on
 * @param succeeded inputs with a value
 * @param failed inputs that failed for good
 * @param emitted results given to the subscriber
 * @param retried attempts beyond each task's first
 * @param elapsed time since the subscription
 */
public record JobProgress(
        String job,
        OptionalLong total,
        long taken,
        long running,
        long succeeded,
        long failed,
        long emitted,
        long retried,
        Duration elapsed) {
    /** Inputs whose outcome is known. */
    public long done() {
        return succeeded + failed;
    }
}
