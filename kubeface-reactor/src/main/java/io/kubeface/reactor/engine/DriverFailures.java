package io.kubeface.reactor.engine;

import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.StorageException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.FailureReports;

/** Failures that the driver itself meets, as data. */
final class DriverFailures {
    private DriverFailures() {}

    /** The store failed, for good or too often. */
    static FailureReport storage(Throwable error) {
        return FailureReports.of(error, FailureKind.STORAGE);
    }

    /** An input could not be written. */
    static FailureReport input(Throwable error) {
        return FailureReports.of(
                error, error instanceof UnencodableValueException ? FailureKind.USER_ERROR : FailureKind.STORAGE);
    }

    /** A result could not be read. */
    static FailureReport result(Throwable error) {
        boolean store = error instanceof StorageException && !(error instanceof ObjectNotFoundException);
        return FailureReports.of(error, store ? FailureKind.STORAGE : FailureKind.UNREADABLE_RESULT);
    }
}
