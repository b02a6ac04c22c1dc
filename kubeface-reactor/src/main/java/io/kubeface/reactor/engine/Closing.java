package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.reactor.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a job's completion policy ends it, and what its subscriber still gets then. Belongs to the job's loop. */
final class Closing<R extends @Nullable Object> {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private final Loop loop;
    private final JobId job;
    private final InputSide<?> input;
    private final Completing completing;
    private final Results<R> results;
    private final OutputSide<R> output;
    /** Results that may be given, counted from the job's beginning. */
    private long owed = Long.MAX_VALUE;

    private boolean fails;
    private @Nullable Map<Task, List<Failure<?>>> unread;

    Closing(Loop loop, JobId job, InputSide<?> input, Completing completing, Results<R> results, OutputSide<R> output) {
        this.loop = loop;
        this.job = job;
        this.input = input;
        this.completing = completing;
        this.results = results;
        this.output = output;
    }

    /** What the policy decides while outcomes are still to come. */
    Completion.Verdict during() {
        return completing.during(input.total());
    }

    /** What it decides when each input has its outcome. */
    Completion.Verdict atEnd() {
        return completing.atEnd(input.taken());
    }

    /**
     * The policy has decided, and nothing runs on.
     *
     * @param requested results asked for so far: of a job that fails, no more than these are given
     * @param broken called when it cannot be told why the job fails
     */
    void begin(Completion.Verdict verdict, long requested, Consumer<Throwable> broken) {
        log.info("Job {}: {}", job, completing.reason(input.total()));
        output.dropUnsettled();
        if (verdict == Completion.Verdict.FAIL) {
            fails = true;
            owed = requested;
            loop.run(completing.readUnread(results::read), read -> unread = read, broken);
        }
    }

    /** How many of the results asked for may be given. */
    long limit(long requested) {
        return Math.min(requested, owed);
    }

    /** Whether all that is owed has been given, and the end can be told. */
    boolean finished() {
        return output.exhausted(owed) && (!fails || unread != null);
    }

    /** What the subscriber gets as the error, when all is finished; empty when the job succeeds. */
    Optional<Throwable> failure() {
        // A value that could not be read when it was asked for counts no more, and nothing runs that could replace it.
        boolean succeeds = !fails && during() == Completion.Verdict.SUCCEED;
        Map<Task, List<Failure<?>>> read = unread == null ? Map.of() : unread;
        return succeeds
                ? Optional.empty()
                : Optional.of(completing.failure(job.value(), input.total(), input.taken(), read));
    }
}
