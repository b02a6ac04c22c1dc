package io.kubeface.gcs;

import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the client's failures mean; the only place that knows. The statuses are those of
 * <a href="https://cloud.google.com/storage/docs/json_api/v1/status-codes">the JSON API</a>.
 */
final class GcsFailures {
    static final int NOT_FOUND = 404;
    static final int UPLOAD_GONE = 410;
    static final int PRECONDITION_FAILED = 412;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TIMEOUT = 408;
    private static final int NO_SUCH_RANGE = 416;
    private static final int TOO_MANY = 429;

    private final BucketUrl root;

    GcsFailures(BucketUrl root) {
        this.root = root;
    }

    /** The status of the service's answer; 0 when there was none. */
    static int status(Throwable failure) {
        StorageException answer = answer(failure);
        return answer == null ? 0 : answer.getCode();
    }

    /** Whether the generation that is read is gone, or what took its place is shorter than what was read already. */
    static boolean isOfAnotherVersion(Throwable failure) {
        int status = status(failure);
        return status == NOT_FOUND || status == NO_SUCH_RANGE;
    }

    /** Whether the connection broke before there was a whole answer. */
    static boolean isWithoutAnswer(Throwable failure) {
        boolean broken = false;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            broken |= t instanceof IOException;
        }
        return broken && status(failure) <= 0 && !isOfCredentials(failure);
    }

    /** A failure of reading an object that was there a moment ago. */
    IOException ofReading(String name, Throwable failure) {
        if (isOfAnotherVersion(failure)) {
            return new TransientStorageException(
                    "Object " + name + " was replaced or deleted while it was read. Read it again.", failure);
        }
        return of(Call.READ, name, failure);
    }

    /**
     * The failure of a call for which an object that is not there would be no failure: a 404 is the bucket's.
     *
     * @param what the object's name, or the prefix of a listing
     */
    IOException of(Call call, String what, Throwable failure) {
        if (failure instanceof io.kubeface.core.store.StorageException already) {
            return already;
        }
        String tried = "Cannot " + call.verb() + " " + root.url() + "/" + what + ": ";
        StorageException answer = answer(failure);
        if (answer == null || answer.getCode() <= 0) {
            return isOfCredentials(failure)
                    ? new PermanentStorageException(
                            tried + "no credentials (" + rootMessage(failure)
                                    + "). Run 'gcloud auth application-default"
                                    + " login', set GOOGLE_APPLICATION_CREDENTIALS to a key file, or give the pod's"
                                    + " service account workload identity.",
                            failure)
                    : new TransientStorageException(
                            tried + "the service was not reached (" + rootMessage(failure) + ").", failure);
        }
        int status = answer.getCode();
        String said = status + " " + firstLine(answer);
        if (status == NOT_FOUND) {
            return noBucket(failure);
        }
        if (isTransient(status, answer.getReason())) {
            return new TransientStorageException(tried + "the service answered " + said + ".", failure);
        }
        if (status == UNAUTHORIZED) {
            return new PermanentStorageException(
                    tried + "the service does not accept the credentials (" + said + "). Renew them: 'gcloud auth"
                            + " application-default login', or another key in GOOGLE_APPLICATION_CREDENTIALS.",
                    failure);
        }
        Optional<String> known = Refusals.of(answer.getReason(), said, root.bucket());
        if (known.isPresent()) {
            return new PermanentStorageException(tried + known.get() + " (" + said + ").", failure);
        }
        if (status == FORBIDDEN) {
            return new PermanentStorageException(
                    tried + "this needs " + call.permissions() + " on bucket " + root.bucket() + " (" + said
                            + "). Grant roles/storage.objectUser: "
                            + Gcloud.grantOnBucket(root.bucket(), Gcloud.SOMEBODY, "roles/storage.objectUser"),
                    failure);
        }
        return new PermanentStorageException(tried + "the service refused it with " + said + ".", failure);
    }

    PermanentStorageException noBucket(@Nullable Throwable failure) {
        return new PermanentStorageException(
                "There is no bucket " + root.bucket() + ". Make it with 'gcloud storage buckets create gs://"
                        + root.bucket() + "', or name another as the storage. If it was deleted not long ago,"
                        + " 'gcloud storage buckets list --soft-deleted' may show it, and 'gcloud storage restore' bring"
                        + " it back.",
                failure);
    }

    ObjectNotFoundException noObject(String name, String address, @Nullable Throwable failure) {
        return new ObjectNotFoundException(name, address, failure);
    }

    private static boolean isTransient(int status, @Nullable String reason) {
        if (status == FORBIDDEN) {
            return "rateLimitExceeded".equals(reason) || "userRateLimitExceeded".equals(reason);
        }
        return status >= 500 || status == TIMEOUT || status == UPLOAD_GONE || status == TOO_MANY;
    }

    private static boolean isOfCredentials(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof Retryable token && !token.isRetryable()) {
                return true;
            }
            String message = t.getMessage();
            if (message != null && message.contains("default credentials were not found")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable StorageException answer(Throwable failure) {
        StorageException found = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StorageException e) {
                found = e;
                if (e.getCode() > 0) {
                    return e;
                }
            }
        }
        return found;
    }

    /** The client's messages of some calls go on with the request's headers. */
    private static String firstLine(StorageException answer) {
        String message = answer.getMessage();
        if (message == null) {
            return "without a reason";
        }
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static String rootMessage(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
    }
}
