package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last of a job that gives no more results: what it wrote is removed once nothing of it runs, then its listener is
 * told. Belongs to the job's loop.
 */
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private final Loop loop;
    private final Leftovers leftovers;
    private final Optional<Progress> progress;
    private final JobEvent.End how;
    private final Optional<Throwable> error;
    private final Runnable signal;
    private boolean last;
    private boolean told;

    /**
     * @param error of a job that fails
     * @param signal ends the subscriber's results
     */
    Ending(
            Loop loop,
            Leftovers leftovers,
            Optional<Progress> progress,
            JobEvent.End how,
            Optional<Throwable> error,
            Runnable signal) {
        this.loop = loop;
        this.leftovers = leftovers;
        this.progress = progress;
        this.how = how;
        this.error = error;
        this.signal = signal;
    }

    JobEvent.End how() {
        return how;
    }

    Optional<Throwable> error() {
        return error;
    }

    Runnable signal() {
        return signal;
    }

    /**
     * Goes on with it; true when nothing is left but to say so.
     *
     * @param pipeline null as long as nothing has been set up
     */
    boolean advance(@Nullable Pipeline<?, ?> pipeline) {
        if ((pipeline != null && !removed(pipeline)) || loop.pending() > 0) {
            return false;
        }
        if (!told && progress.isPresent()) {
            told = true;
            progress.get().end();
            return false;
        }
        return true;
    }

    private boolean removed(Pipeline<?, ?> pipeline) {
        if (!pipeline.idle() || loop.pending() > 0) {
            return false;
        }
        pipeline.discardOpen();
        Cleaner cleaner = pipeline.cleaner();
        cleaner.advance();
        if (cleaner.idle() && !last) {
            last = true;
            removeLast(pipeline.setup(), cleaner, pipeline.lease());
        }
        return cleaner.idle();
    }

    /** What says that there is a job goes when all else is gone: whoever finds it knows that something may be left. */
    private void removeLast(JobSetup setup, Cleaner cleaner, Lease lease) {
        lease.stop();
        leftovers.ended(setup.name(), cleaner.kept());
        if (cleaner.kept()) {
            loop.run(
                    setup.io().markEnded(),
                    marked -> cleaner.add(setup.name().lease()),
                    failure -> log.warn("Job {}: that it has ended could not be marked.", setup.id(), failure));
        } else {
            cleaner.add(setup.name().lease());
            cleaner.add(setup.name());
            cleaner.advance();
        }
    }
}
