package io.kubeface.core.lifecycle;

import io.kubeface.core.lifecycle.Survey.State;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Jobs that nobody works on any more.
 *
 * @param dead their drivers died: neither ended them nor gave a sign of life for as long as they may be silent
 * @param over they have ended, or the storage tells nothing of them any more
 */
public record AbandonedJobs(Set<ObjectName.Job> dead, Set<ObjectName.Job> over) {
    public AbandonedJobs {
        dead = Set.copyOf(dead);
        over = Set.copyOf(over);
    }

    /**
     * Looks which of some jobs of a storage are abandoned. Blocks; fails as the store does.
     *
     * @param grace as {@link StorageSweep} has it
     */
    public static AbandonedJobs among(ObjectStore store, Collection<ObjectName.Job> jobs, Duration grace)
            throws IOException {
        return jobs.isEmpty() ? new AbandonedJobs(Set.of(), Set.of()) : among(jobs, Survey.begin(store, grace));
    }

    /**
     * As the other, by the caller's clock, so that nothing need be written: for showing, not for removing.
     *
     * @param now what that clock shows
     */
    public static AbandonedJobs among(ObjectStore store, Collection<ObjectName.Job> jobs, Duration grace, Instant now)
            throws IOException {
        return among(jobs, Survey.at(store, grace, now));
    }

    private static AbandonedJobs among(Collection<ObjectName.Job> jobs, Survey survey) throws IOException {
        Set<ObjectName.Job> dead = new HashSet<>();
        Set<ObjectName.Job> over = new HashSet<>();
        for (ObjectName.Job job : Set.copyOf(jobs)) {
            Map<JobId, State> states = survey.jobs(job.key());
            if (states.get(job.id()) == State.DEAD) {
                dead.add(job);
            } else if (states.get(job.id()) != State.LIVE) {
                over.add(job);
            }
        }
        return new AbandonedJobs(dead, over);
    }

    /** Whether it is one of them. */
    public boolean contains(ObjectName.Job job) {
        return dead.contains(job) || over.contains(job);
    }
}
