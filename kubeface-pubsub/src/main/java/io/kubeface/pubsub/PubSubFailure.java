package io.kubeface.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.storage.StorageException;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;

/**
 * What a failed call means.
 *
 * @param kind what can be done
 * @param exception what people are told
 */
record PubSubFailure(Kind kind, IOException exception) {

    enum Kind {
        /** The same call may work later. */
        PASSING,
        /** What the call was about is not there. */
        GONE,
        /** The same call fails until a person changes something. */
        LASTING
    }

    /**
     * Translates the failure of a call.
     *
     * @param doing what failed, as in "Cannot {doing}"
     * @param grant what the caller must be allowed
     */
    static PubSubFailure of(Throwable failure, String doing, String grant) {
        if (failure instanceof ApiException api) {
            return ofGrpc(api, doing, grant);
        }
        if (failure instanceof StorageException http) {
            return ofHttp(http, doing, grant);
        }
        if (failure instanceof TransientStorageException known) {
            return new PubSubFailure(Kind.PASSING, known);
        }
        if (failure instanceof PermanentStorageException known) {
            return new PubSubFailure(Kind.LASTING, known);
        }
        return lasting(failure, doing, "");
    }

    private static PubSubFailure ofGrpc(ApiException failure, String doing, String grant) {
        return switch (failure.getStatusCode().getCode()) {
            case PERMISSION_DENIED -> lasting(failure, doing, missing(grant));
            case UNAUTHENTICATED -> lasting(failure, doing, credentials());
            case NOT_FOUND -> new PubSubFailure(Kind.GONE, permanent(failure, doing, ""));
            case CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE ->
                passing(failure, doing);
            default -> lasting(failure, doing, "");
        };
    }

    private static PubSubFailure ofHttp(StorageException failure, String doing, String grant) {
        int code = failure.getCode();
        if (code == 401) {
            return lasting(failure, doing, credentials());
        }
        if (code == 403) {
            return lasting(failure, doing, missing(grant));
        }
        if (code == 404) {
            return new PubSubFailure(Kind.GONE, permanent(failure, doing, ""));
        }
        boolean noAnswer = code <= 0;
        return noAnswer || code == 408 || code == 429 || code >= 500
                ? passing(failure, doing)
                : lasting(failure, doing, "");
    }

    private static PubSubFailure passing(Throwable failure, String doing) {
        return new PubSubFailure(Kind.PASSING, new TransientStorageException(message(failure, doing, ""), failure));
    }

    private static PubSubFailure lasting(Throwable failure, String doing, String cure) {
        return new PubSubFailure(Kind.LASTING, permanent(failure, doing, cure));
    }

    private static PermanentStorageException permanent(Throwable failure, String doing, String cure) {
        return new PermanentStorageException(message(failure, doing, cure), failure);
    }

    private static String message(Throwable failure, String doing, String cure) {
        return "Cannot " + doing + ": " + failure.getMessage() + cure;
    }

    private static String missing(String grant) {
        return ". Grant the driver " + grant + ", or leave out events(...): results are then found as workers end.";
    }

    private static String credentials() {
        return ". Log in with application default credentials (gcloud auth application-default login), or give the"
                + " driver's pod a service account.";
    }
}
