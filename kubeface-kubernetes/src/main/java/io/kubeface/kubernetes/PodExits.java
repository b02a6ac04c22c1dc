package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.ExitReasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pure: what the end of a pod says, if its worker left no result. */
final class PodExits {
    /** With what the bootstrap ends when it cannot fetch the worker. */
    private static final int NOT_FETCHED = 75;

    /** With what the bootstrap ends when the image does not hold the worker that it must. */
    private static final int WRONG_WORKER = 76;

    private static final int LONGEST_QUOTE = 500;

    /** The runtime could not execute the command, or not as the pod wants it. */
    private static final Set<String> NO_START = Set.of("StartError", "ContainerCannotRun", "RunContainerError");

    private final KubernetesOptions options;

    PodExits(KubernetesOptions options) {
        this.options = options;
    }

    /** A pod that this driver has killed. */
    static Exit killed() {
        return new Exit(FailureKind.WORKER_CRASH, "killed by the driver", "", List.of());
    }

    /** A pod that is gone, and nobody saw how it ended. */
    static Exit gone(String pod) {
        return new Exit(
                FailureKind.DISRUPTED,
                "pod " + pod + " was deleted, by a person or by the cluster, before it ended",
                "",
                List.of());
    }

    /** A pod whose container could not be made. */
    Exit image(String trouble) {
        return new Exit(
                FailureKind.IMAGE,
                "the image " + options.image() + " could not be used: " + trouble,
                "",
                List.of("imagePullPolicy: " + options.imagePullPolicy().inPod()));
    }

    /** A pod that is over. */
    Exit of(Pod pod, String logTail, boolean killed) {
        if (killed) {
            return killed();
        }
        PodStatus status = pod.getStatus();
        ContainerStateTerminated container = PodState.terminated(pod).orElse(null);
        List<String> evidence = evidence(status, container);
        if ("DeadlineExceeded".equals(status.getReason())) {
            return new Exit(
                    FailureKind.TIMEOUT,
                    "the pod ran longer than its deadline, " + options.deadline()
                            + "; the option deadline sets another",
                    logTail,
                    evidence);
        }
        if (container != null && "OOMKilled".equals(container.getReason())) {
            return new Exit(
                    FailureKind.OUT_OF_MEMORY,
                    "the system killed it when its memory reached the pod's limit, " + options.memory()
                            + "; give it more with the option memory, or let its JVM use less of it with jvmOptions",
                    logTail,
                    evidence);
        }
        Optional<Exit> disruption = disruption(pod, container, logTail, evidence);
        if (disruption.isPresent() || container == null) {
            return disruption.orElseGet(() -> disrupted("the pod failed before its container ran", logTail, evidence));
        }
        return ofContainer(container, logTail, evidence);
    }

    private Exit ofContainer(ContainerStateTerminated container, String logTail, List<String> evidence) {
        if (container.getReason() != null && NO_START.contains(container.getReason())) {
            return new Exit(
                    FailureKind.IMAGE,
                    "the image " + options.image() + " could not run " + options.javaExecutable() + ": "
                            + container.getMessage() + ". It needs Java 17 or newer, which the option javaExecutable"
                            + " finds",
                    logTail,
                    evidence);
        }
        int code = container.getExitCode();
        return switch (code) {
            case NOT_FETCHED ->
                new Exit(
                        FailureKind.STORAGE,
                        "the pod could not fetch the worker (exit code " + code + "): " + quote(logTail),
                        logTail,
                        evidence);
            case WRONG_WORKER ->
                new Exit(
                        FailureKind.CODE_MISMATCH,
                        "the pod has not the driver's worker (exit code " + code + "): " + quote(logTail),
                        logTail,
                        evidence);
            default -> ExitReasons.of(code, logTail, false, evidence);
        };
    }

    private static Optional<Exit> disruption(
            Pod pod, @Nullable ContainerStateTerminated container, String logTail, List<String> evidence) {
        PodStatus status = pod.getStatus();
        String message = status.getMessage() == null ? "" : status.getMessage();
        if ("Evicted".equals(status.getReason()) && overItsOwnLimit(message)) {
            return Optional.of(new Exit(
                    FailureKind.WORKER_CRASH,
                    "the pod was evicted for what it stored: " + message
                            + "; the options tmpSize, homeSize and cacheSize say how much it may",
                    logTail,
                    evidence));
        }
        if (status.getReason() != null) {
            return Optional.of(disrupted(
                    "the cluster ended the pod: " + status.getReason() + (message.isEmpty() ? "" : ", " + message),
                    logTail,
                    evidence));
        }
        PodCondition target = condition(status, "DisruptionTarget");
        if (target != null) {
            return Optional.of(disrupted(
                    "the cluster ended the pod: " + target.getReason() + ", " + target.getMessage(),
                    logTail,
                    evidence));
        }
        if (pod.getMetadata().getDeletionTimestamp() != null && failed(container)) {
            return Optional.of(disrupted("the pod was deleted, by a person or by the cluster", logTail, evidence));
        }
        return Optional.empty();
    }

    private static boolean failed(@Nullable ContainerStateTerminated container) {
        return container == null || container.getExitCode() != 0;
    }

    private static boolean overItsOwnLimit(String message) {
        return message.contains("exceeds the limit") || message.contains("exceeds the total limit");
    }

    private static Exit disrupted(String reason, String logTail, List<String> evidence) {
        return new Exit(FailureKind.DISRUPTED, reason, logTail, evidence);
    }

    @Nullable
    private static PodCondition condition(PodStatus status, String type) {
        for (PodCondition condition : status.getConditions()) {
            if (type.equals(condition.getType()) && "True".equals(condition.getStatus())) {
                return condition;
            }
        }
        return null;
    }

    private static List<String> evidence(PodStatus status, @Nullable ContainerStateTerminated container) {
        List<String> lines = new ArrayList<>();
        lines.add("pod: " + status.getPhase() + words(status.getReason(), status.getMessage()));
        if (container != null) {
            lines.add("container: exit code " + container.getExitCode() + words(container.getReason(), null));
        }
        for (PodCondition condition : status.getConditions()) {
            if (condition.getReason() != null && "DisruptionTarget".equals(condition.getType())) {
                lines.add("DisruptionTarget" + words(condition.getReason(), condition.getMessage()));
            }
        }
        return lines;
    }

    private static String words(@Nullable String reason, @Nullable String message) {
        return (reason == null ? "" : ", " + reason) + (message == null || message.isEmpty() ? "" : ": " + message);
    }

    /** The bootstrap says why it gave up in the last thing it prints. */
    private static String quote(String logTail) {
        String text = logTail.strip();
        String last = text.length() <= LONGEST_QUOTE ? text : "…" + text.substring(text.length() - LONGEST_QUOTE);
        return last.isEmpty() ? "it printed nothing" : last.replace("\n", " / ");
    }
}
