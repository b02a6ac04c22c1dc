package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobSnapshot;
import java.time.Instant;
import java.util.Optional;

/** How a job stands. It is counted on the job's loop, and may be looked at on any thread. */
final class Standing {
    private final String name;
    private final Loop loop;
    private final Counters counters = new Counters();
    private final Instant subscribed;
    private volatile String job;

    /**
     * Of a job that is subscribed to now.
     *
     * @param name for people; stands for the id until that is known
     */
    Standing(String name, Loop loop) {
        this.name = name;
        this.loop = loop;
        this.subscribed = loop.now();
        this.job = name;
    }

    /** The job has its id. */
    void about(JobId id) {
        job = id.value();
    }

    Counters counters() {
        return counters;
    }

    /** While the job goes on. */
    JobSnapshot now() {
        return snapshot(Optional.empty());
    }

    /** When nothing of the job is left. */
    JobSnapshot last(JobEvent.End end) {
        return snapshot(Optional.of(end));
    }

    /** Whether a job that ended so has read what each of its attempts wrote. */
    boolean allRead(JobEvent.End end) {
        Counts counts = counters.last();
        return end == JobEvent.End.COMPLETED
                && counts.attempts().launched() <= counts.tasks().emitted();
    }

    private JobSnapshot snapshot(Optional<JobEvent.End> end) {
        Counts counts = counters.last();
        return new JobSnapshot(
                job,
                name,
                subscribed,
                loop.now(),
                end,
                counts.inputs(),
                counts.tasks(),
                counts.attempts(),
                counters.queueTime().times(),
                counters.runTime().times());
    }
}
