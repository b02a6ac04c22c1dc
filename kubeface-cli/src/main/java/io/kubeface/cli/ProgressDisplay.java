package io.kubeface.cli;

import io.kubeface.reactor.JobSpec;

/** Shows how far a job is. */
interface ProgressDisplay extends AutoCloseable {
    /** Shows nothing. */
    ProgressDisplay NONE = job -> job;

    /** The job with what is needed to show its progress. */
    JobSpec watch(JobSpec job);

    /** Removes what is shown. Idempotent. */
    @Override
    default void close() {}
}
