package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.reactor.KeepPolicy;
import java.util.Optional;

/**
 * Where a job's objects lie, and how long.
 *
 * @param cacheKey under which results are kept for later runs and looked for; empty for a job whose objects are its own
 * @param keep what stays when results have been given
 */
public record Storing(Optional<JobKey> cacheKey, KeepPolicy keep) {
    /** Under the job's id, and nothing stays. */
    public static final Storing DEFAULT = new Storing(Optional.empty(), KeepPolicy.NOTHING);

    /** Whether a settled task's inputs, results or logs go when its results have been given. */
    static boolean goes(KeepPolicy.Keep keep, Task task) {
        return keep == KeepPolicy.Keep.NOTHING || (keep == KeepPolicy.Keep.FAILURES && !task.hasFailed());
    }

    JobKey key(JobId id) {
        return cacheKey.orElseGet(id::asKey);
    }
}
