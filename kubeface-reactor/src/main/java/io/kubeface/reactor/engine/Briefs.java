package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureReport;
import java.util.List;
import java.util.Optional;

/** Failures in brief: small enough that each attempt's can be kept for as long as its task is open. */
final class Briefs {
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int MOST_FRAMES = 20;
    private static final int DEEPEST = 3;

    private Briefs() {}

    static FailureReport of(FailureReport failure) {
        return of(failure, 1);
    }

    private static FailureReport of(FailureReport failure, int depth) {
        String message = failure.message();
        return new FailureReport(
                failure.kind(),
                failure.type(),
                message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + " […]",
                failure.frames()
                        .subList(0, Math.min(MOST_FRAMES, failure.frames().size())),
                depth > DEEPEST ? Optional.empty() : failure.cause().map(cause -> of(cause, depth + 1)),
                List.of());
    }
}
