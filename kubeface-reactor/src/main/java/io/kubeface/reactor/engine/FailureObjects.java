package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.reactor.RetryPolicy;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Failures that workers wrote, read only when it matters for what is done next what they say. */
final class FailureObjects {
    private static final Logger log = LoggerFactory.getLogger(FailureObjects.class);

    private final JobIo io;
    private final RetryPolicy policy;

    FailureObjects(JobIo io, RetryPolicy policy) {
        this.io = io;
        this.policy = policy;
    }

    /**
     * What a failure object says.
     *
     * @param failure the one that decides, in brief
     * @param retryable whether the policy would have it tried again
     */
    record Read(FailureReport failure, boolean retryable) {}

    /** Whether it makes a difference what failures say. */
    boolean matter() {
        return policy.retries() > 0;
    }

    /** Reads a failure object, and asks the policy. */
    Mono<Read> read(ObjectName name) {
        return io.read(name).map(result -> assess(result.outcomes()));
    }

    /** Whether a failure that no object tells of may be tried again. */
    boolean mayBeRetried(FailureReport failure) {
        return Budget.of(failure.kind()) != Budget.USER || wanted(failure);
    }

    private Read assess(List<ItemOutcome> outcomes) {
        Optional<FailureReport> first = Optional.empty();
        for (ItemOutcome outcome : outcomes) {
            if (outcome instanceof ItemOutcome.Failed failed) {
                FailureReport failure = failed.failure();
                if (mayBeRetried(failure)) {
                    return new Read(Briefs.of(failure), true);
                }
                first = first.or(() -> Optional.of(failure));
            }
        }
        return new Read(
                Briefs.of(first.orElseGet(() -> FailureReport.of(
                        FailureKind.UNREADABLE_RESULT, "result", "A failure object tells of no failure."))),
                false);
    }

    private boolean wanted(FailureReport failure) {
        try {
            return policy.condition().test(failure);
        } catch (RuntimeException | Error e) {
            log.warn("Job {}: the condition of the RetryPolicy threw; no retry.", io.key(), e);
            return false;
        }
    }
}
