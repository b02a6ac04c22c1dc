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
    private final boolean counted;

    /**
     * @param counted whether it matters how many inputs of a task failed
     */
    FailureObjects(JobIo io, RetryPolicy policy, boolean counted) {
        this.io = io;
        this.policy = policy;
        this.counted = counted;
    }

    /**
     * What a failure object says.
     *
     * @param failure the one that decides, in brief
     * @param retryable whether the policy would have it tried again
     * @param failed how many inputs failed
     */
    record Read(FailureReport failure, boolean retryable, int failed) {}

    /** Whether it makes a difference what the failure of a task says. */
    boolean matter(Task task) {
        return policy.retries() > 0 || countsInputsOf(task);
    }

    /** Whether it makes a difference how many inputs of a task failed. */
    boolean countsInputsOf(Task task) {
        return counted && task.items > 1;
    }

    /**
     * Reads a failure object, and asks the policy.
     *
     * @param items inputs of the task; a worker that failed before it could tell them apart speaks for all of them
     */
    Mono<Read> read(ObjectName name, int items) {
        return io.read(name).map(result -> {
            Read read = assess(result.outcomes());
            return result.outcomes().size() == items ? read : new Read(read.failure(), read.retryable(), items);
        });
    }

    /** Whether a failure that no object tells of may be tried again. */
    boolean mayBeRetried(FailureReport failure) {
        return Budget.of(failure.kind()) != Budget.USER || wanted(failure);
    }

    private Read assess(List<ItemOutcome> outcomes) {
        Optional<FailureReport> first = Optional.empty();
        Optional<FailureReport> again = Optional.empty();
        int failed = 0;
        for (ItemOutcome outcome : outcomes) {
            if (outcome instanceof ItemOutcome.Failed one) {
                failed++;
                first = first.or(() -> Optional.of(one.failure()));
                if (again.isEmpty() && mayBeRetried(one.failure())) {
                    again = Optional.of(one.failure());
                }
            }
        }
        FailureReport decisive = (again.isPresent() ? again : first)
                .orElseGet(() -> FailureReport.of(
                        FailureKind.UNREADABLE_RESULT, "result", "A failure object tells of no failure."));
        return new Read(Briefs.of(decisive), again.isPresent(), failed);
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
