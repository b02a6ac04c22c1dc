package io.kubeface.reactor;

import java.util.function.Consumer;
import reactor.util.context.ContextView;

/** Sees all jobs of a client as they happen, for meters, traces and the like; given to {@link KubefaceBuilder#observer}. */
@FunctionalInterface
public interface JobObserver {

    /**
     * A job begins. What is returned is told of each event of that job, this one first and {@link JobEvent.JobEnded}
     * last. Both are called where jobs are decided on, so they must be fast and must not block; whoever needs more time
     * uses {@link Kubeface#events}. One that throws is told nothing more of that job, and the job goes on.
     *
     * @param context of the job's subscriber
     * @return what to tell; called by one thread at a time
     */
    Consumer<JobEvent.OfJob> begins(JobEvent.JobBegan job, ContextView context);
}
