package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.LaunchException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Pure: what the API server's refusals mean to us. */
final class ApiFailures {
    static final int UNAUTHORISED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    private static final int INVALID = 422;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    /** As the API server says that who asks may not do that at all. */
    private static final Pattern GRANT = Pattern.compile(" cannot [a-z]+ resource ");

    /** As a server says that has just started and has not read all roles; it says the same of one that is not there. */
    private static final Pattern UNKNOWN_ROLE = Pattern.compile("RBAC: .*not found");

    private ApiFailures() {}

    /** Whether the same call may succeed when it is made again. Without a positive code there was no answer. */
    static boolean isTransient(Throwable failure) {
        if (!(failure instanceof KubernetesClientException refused)) {
            return false;
        }
        int code = refused.getCode();
        return code <= 0 || code == TOO_MANY || code >= SERVER_ERROR || isCollision(refused) || isUnknownRole(refused);
    }

    private static boolean isUnknownRole(KubernetesClientException refused) {
        return refused.getCode() == FORBIDDEN
                && UNKNOWN_ROLE.matcher(said(refused)).find();
    }

    /** Others changed the same quota at the same time; an object that is there already is something else. */
    private static boolean isCollision(KubernetesClientException refused) {
        return refused.getCode() == CONFLICT
                && refused.getStatus() != null
                && "Conflict".equals(refused.getStatus().getReason());
    }

    /** Whether the server does not let the caller do that, because of who it is or what it may do. */
    static boolean isRefusal(Throwable failure) {
        return hasCode(failure, UNAUTHORISED) || hasCode(failure, FORBIDDEN);
    }

    /** Whether the server says that the caller has no role for that. */
    static boolean isMissingGrant(Throwable failure) {
        return failure instanceof KubernetesClientException refused
                && refused.getCode() == FORBIDDEN
                && GRANT.matcher(said(refused)).find();
    }

    static boolean hasCode(Throwable failure, int code) {
        return failure instanceof KubernetesClientException refused && refused.getCode() == code;
    }

    /** How long the server asks to wait, in its answer's body; 0 when it does not say. */
    static int retryAfterSeconds(Throwable failure) {
        if (failure instanceof KubernetesClientException refused
                && refused.getStatus() != null
                && refused.getStatus().getDetails() != null
                && refused.getStatus().getDetails().getRetryAfterSeconds() != null) {
            return refused.getStatus().getDetails().getRetryAfterSeconds();
        }
        return 0;
    }

    /**
     * A launch that failed.
     *
     * @param what was to be done, such as {@code create pods in namespace "work"}
     */
    static LaunchException launch(Throwable failure, String what) {
        if (failure instanceof LaunchException already) {
            return already;
        }
        if (!(failure instanceof KubernetesClientException refused)) {
            return new LaunchException(FailureKind.LAUNCH, false, String.valueOf(failure.getMessage()), failure);
        }
        String said = said(refused);
        return switch (refused.getCode()) {
            case UNAUTHORISED ->
                refusal(
                        "The API server does not know the driver (401), which wanted to " + what + ": " + said
                                + " Renew the credentials of the kubeconfig.",
                        failure);
            case FORBIDDEN -> forbidden(said, what, failure);
            case NOT_FOUND ->
                refusal(
                        "The driver could not " + what + " (404): " + said + " Make the namespace, or name another.",
                        failure);
            case INVALID, 400 ->
                refusal(
                        "The API server takes the pod for invalid (" + refused.getCode() + "), so the driver could not "
                                + what + ": " + said + fields(refused.getStatus()),
                        failure);
            default ->
                new LaunchException(
                        FailureKind.LAUNCH,
                        isTransient(failure),
                        Duration.ofSeconds(retryAfterSeconds(failure)),
                        "The driver could not " + what + (refused.getCode() <= 0 ? "" : " (" + refused.getCode() + ")")
                                + ": " + said,
                        failure);
        };
    }

    /** By who the driver is, or by a rule for what is made. */
    private static LaunchException forbidden(String said, String what, Throwable failure) {
        if (GRANT.matcher(said).find()) {
            return refusal(
                    "The driver may not " + what + " (403): " + said
                            + " Grant it that; deploy/kubernetes/driver-rbac.yaml has all it needs.",
                    failure);
        }
        if (Quotas.isExceeded(said)) {
            boolean never = Quotas.isTooSmall(said);
            return new LaunchException(
                    FailureKind.LAUNCH,
                    !never,
                    "A quota keeps the driver from its wish to " + what + (never ? ", and always will" : "") + ": "
                            + said
                            + " Ask for less with the options cpu, memory or ephemeralStorage, or raise the quota.",
                    failure);
        }
        return refusal(
                "The cluster does not let the driver " + what + " (403): " + said + Admission.cure(said), failure);
    }

    private static LaunchException refusal(String message, Throwable cause) {
        return new LaunchException(FailureKind.LAUNCH, false, message, cause);
    }

    /** The server's own words where there are any, else the client's. */
    static String said(KubernetesClientException failure) {
        Status status = failure.getStatus();
        String message = status == null ? null : status.getMessage();
        String text = message == null || message.isBlank() ? String.valueOf(failure.getMessage()) : message;
        Throwable cause = failure.getCause();
        String why = failure.getCode() <= 0 && cause != null ? " (" + cause + ")" : "";
        return text.strip() + why + (text.endsWith(".") && why.isEmpty() ? "" : ".");
    }

    private static String fields(Status status) {
        List<StatusCause> causes = status == null || status.getDetails() == null
                ? List.of()
                : status.getDetails().getCauses();
        StringBuilder text = new StringBuilder();
        for (StatusCause cause : causes) {
            text.append(text.length() == 0 ? " Fields: " : "; ")
                    .append(cause.getField())
                    .append(": ")
                    .append(cause.getMessage());
        }
        return text.toString();
    }

    /** A call that failed, for people: as {@link #launch} says it. */
    static IOException told(KubernetesClientException e, String what) {
        return new IOException(launch(e, what).getMessage(), e);
    }
}
