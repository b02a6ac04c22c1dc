package io.kubeface.reactor.engine;

import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;

/** Failures that the driver itself meets, as data. */
final class FailureReports {
    private FailureReports() {}

    /** The store failed, for good or too often. */
    static FailureReport storage(Throwable error) {
        return report(FailureKind.STORAGE, error);
    }

    /** An input could not be written. */
    static FailureReport input(Throwable error) {
        return report(error instanceof UnencodableValueException ? FailureKind.USER_ERROR : FailureKind.STORAGE, error);
    }

    /** A result could not be read. */
    static FailureReport result(Throwable error) {
        return report(FailureKind.UNREADABLE_RESULT, error);
    }

    private static FailureReport report(FailureKind kind, Throwable error) {
        String message = error.getMessage();
        return FailureReport.of(kind, error.getClass().getName(), message == null ? "" : message);
    }
}
