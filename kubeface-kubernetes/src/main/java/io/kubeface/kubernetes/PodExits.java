package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.ExitReasons;
import io.kubeface.reactor.backend.LaunchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pure: what the end of a pod says, if its worker left no result. */
final class PodExits {
    /** With what the bootstrap ends when it cannot fetch the worker. */
    private static final int NOT_FETCHED = 75;

    /** With what the bootstrap ends when the image does not hold the worker that it must. */
    private static final int WRONG_WORKER = 76;

    private static final int LONGEST_QUOTE = 500;
    private static final String KILLED = "killed by the driver";

    /** The runtime could not execute the command, or not as the pod wants it. */
    private static final Set<String> NO_START = Set.of("StartError", "ContainerCannotRun", "RunContainerError");

    private static final Pattern EXECUTING = Pattern.compile("exec: |exec format error");

    private final KubernetesOptions options;

    PodExits(KubernetesOptions options) {
        this.options = options;
    }

    /** A pod that this driver has killed. */
    static Exit killed() {
        return new Exit(FailureKind.WORKER_CRASH, KILLED, "", List.of());
    }

    /**
     * A pod that this driver has killed before it ran.
     *
     * @param waitedFor in the words of whoever kept it from running
     * @param events of the pod
     */
    static Exit killedWaiting(Optional<String> waitedFor, List<String> events) {
        String why = waitedFor
                .or(() -> last(events))
                .map(words -> "; it waited: " + words)
                .orElse("");
        return new Exit(FailureKind.WORKER_CRASH, KILLED + " before it ran" + why, "", events);
    }

    /** A pod that waited to be created, and will not be. */
    static Exit refused(LaunchException refusal) {
        return new Exit(refusal.kind(), String.valueOf(refusal.getMessage()), "", List.of());
    }

    private static Optional<String> last(List<String> events) {
        return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
    }

    /** A pod that is gone, and nobody saw how it ended. */
    static Exit gone(String pod, Optional<String> disruption) {
        return disrupted(
                disruption
                        .map(words -> "the cluster ended the pod " + pod + ": " + words)
                        .orElse("pod " + pod + " was deleted, by a person or by the cluster, before it ended"),
                "",
                List.of());
    }

    /** A pod whose container could not be made. */
    Exit image(String trouble) {
        // Trouble with what the container is made of besides, such as a Secret that is not there.
        boolean other = trouble.startsWith("CreateContainer");
        return new Exit(
                FailureKind.IMAGE,
                (other ? "the container could not be made: " : "the image " + options.image() + " could not be used: ")
                        + trouble,
                "",
                List.of("imagePullPolicy: " + options.imagePullPolicy()));
    }

    /** The same with further lines of evidence. */
    static Exit with(Exit exit, List<String> lines) {
        return new Exit(
                exit.ifNoResult(),
                exit.reason(),
                exit.logTail(),
                Stream.concat(exit.evidence().stream(), lines.stream()).toList());
    }

    /** A pod that is over. */
    Exit of(Pod pod, String logTail, boolean killed) {
        PodStatus status = pod.getStatus();
        ContainerStateTerminated container = PodState.terminated(pod).orElse(null);
        List<String> evidence = evidence(status, container);
        if (killed) {
            return new Exit(FailureKind.WORKER_CRASH, KILLED, logTail, evidence);
        }
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
                    "the system killed it when its memory reached the pod's limit, "
                            + options.resources().memory()
                            + "; give it more with the option memory, or let its JVM use less of it with jvmOptions",
                    logTail,
                    evidence);
        }
        Optional<Exit> disruption = disruption(pod, logTail, evidence)
                .or(() -> PodState.failedInit(pod)
                        .map(words -> new Exit(FailureKind.WORKER_CRASH, words, logTail, evidence)));
        if (disruption.isPresent() || container == null) {
            return disruption.orElseGet(() -> disrupted("the pod failed before its container ran", logTail, evidence));
        }
        return ofContainer(container, logTail, evidence);
    }

    private Exit ofContainer(ContainerStateTerminated container, String logTail, List<String> evidence) {
        if (container.getReason() != null && NO_START.contains(container.getReason())) {
            return noStart(String.valueOf(container.getMessage()), logTail, evidence);
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

    /**
     * The runtime says "exec" where it had all that it needs but a program to execute. Else the node failed: containerd ends
     * a start so when the kubelet ends meanwhile, or when the node has too much to do (containerd issues 9160 and 9222).
     */
    private Exit noStart(String message, String logTail, List<String> evidence) {
        if (EXECUTING.matcher(message).find()) {
            return new Exit(
                    FailureKind.IMAGE,
                    "the image " + options.image() + " could not run " + options.javaExecutable() + ": " + message
                            + ". It needs Java 17 or newer, which the option javaExecutable finds",
                    logTail,
                    evidence);
        }
        return disrupted("the node could not start the container: " + message, logTail, evidence);
    }

    private static Optional<Exit> disruption(Pod pod, String logTail, List<String> evidence) {
        PodStatus status = pod.getStatus();
        String message = status.getMessage() == null ? "" : status.getMessage();
        if ("Evicted".equals(status.getReason()) && overItsOwnLimit(message)) {
            return Optional.of(new Exit(
                    FailureKind.WORKER_CRASH,
                    "the pod was evicted for what it stored: " + message
                            + "; the options tmpSize, homeSize, cacheSize and ephemeralStorageLimit say how much it may",
                    logTail,
                    evidence));
        }
        if (status.getReason() != null) {
            return Optional.of(disrupted(
                    "the cluster ended the pod: " + PodState.words(status.getReason(), message), logTail, evidence));
        }
        Optional<String> target = PodState.disruption(status);
        if (target.isPresent()) {
            return Optional.of(disrupted("the cluster ended the pod: " + target.get(), logTail, evidence));
        }
        if (pod.getMetadata().getDeletionTimestamp() != null && PodState.failed(pod)) {
            return Optional.of(disrupted("the pod was deleted, by a person or by the cluster", logTail, evidence));
        }
        return Optional.empty();
    }

    private static boolean overItsOwnLimit(String message) {
        return message.contains("exceeds the limit") || message.contains("exceeds the total limit");
    }

    private static Exit disrupted(String reason, String logTail, List<String> evidence) {
        return new Exit(FailureKind.DISRUPTED, reason, logTail, evidence);
    }

    private static List<String> evidence(PodStatus status, @Nullable ContainerStateTerminated container) {
        List<String> lines = new ArrayList<>();
        lines.add("pod: " + status.getPhase() + after(", ", PodState.words(status.getReason(), status.getMessage())));
        if (container != null) {
            lines.add("container: exit code " + container.getExitCode()
                    + after(", ", PodState.words(container.getReason(), null)));
        }
        PodState.disruption(status).ifPresent(target -> lines.add("DisruptionTarget: " + target));
        return lines;
    }

    private static String after(String separator, String words) {
        return words.isEmpty() ? "" : separator + words;
    }

    /** The bootstrap says why it gave up in the last thing it prints. */
    private static String quote(String logTail) {
        String text = logTail.strip();
        String last = text.length() <= LONGEST_QUOTE ? text : "…" + text.substring(text.length() - LONGEST_QUOTE);
        return last.isEmpty() ? "it printed nothing" : last.replace("\n", " / ");
    }
}
