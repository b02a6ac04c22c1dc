package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobEvent;

/**
 * Where a job tells what happens in it. Called on the job's loop, in order; takes a short time that depends on nothing,
 * never blocks and never throws.
 */
@FunctionalInterface
interface JobSink {
    void tell(JobEvent.OfJob event);
}
