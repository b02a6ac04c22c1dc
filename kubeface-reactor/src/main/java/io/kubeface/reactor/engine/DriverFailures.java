package io.kubeface.reactor.engine;

import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.envelope.CorruptObjectException;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.StorageException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.FailureReports;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** Failures that the driver itself meets, as data. */
final class DriverFailures {
    private DriverFailures() {}

    /** The store failed, for good or too often. */
    static FailureReport storage(Throwable error) {
        return report(error, FailureKind.STORAGE);
    }

    /** An input could not be written. */
    static FailureReport input(Throwable error) {
        boolean store = error instanceof IOException && !(error instanceof UnencodableValueException);
        return report(error, store ? FailureKind.STORAGE : FailureKind.USER_ERROR);
    }

    /** A result could not be read. */
    static FailureReport result(Throwable error) {
        boolean store = error instanceof StorageException && !(error instanceof ObjectNotFoundException);
        return report(error, store ? FailureKind.STORAGE : FailureKind.UNREADABLE_RESULT);
    }

    /** Whether an object was not what was written, or not there. */
    static boolean isDamaged(Throwable error) {
        return error instanceof CorruptObjectException || error instanceof ObjectNotFoundException;
    }

    private static FailureReport report(Throwable error, FailureKind kind) {
        Throwable cause = error.getCause();
        return FailureReports.of(error instanceof CompletionException && cause != null ? cause : error, kind);
    }
}
