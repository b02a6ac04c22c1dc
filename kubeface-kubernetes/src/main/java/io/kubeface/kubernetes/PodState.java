package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubeface.reactor.backend.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pure: how far a pod is.
 *
 * @param terminal whether nothing of it runs or will
 * @param place where it runs or ran, once its container has started
 * @param imageTrouble why a container of it cannot be made, in the kubelet's words; that may pass
 * @param unscheduled why it has no node, in the scheduler's words; that may pass
 * @param disruption why the cluster ends it, in the words of whoever does
 * @param leaving how long it may take to end, where somebody has asked for its deletion
 */
record PodState(
        boolean terminal,
        Optional<Place> place,
        Optional<String> imageTrouble,
        Optional<String> unscheduled,
        Optional<String> disruption,
        Optional<Duration> leaving) {
    private static final Set<String> IMAGE_REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "CreateContainerConfigError",
            "CreateContainerError");

    static PodState of(Pod pod) {
        PodStatus status = pod.getStatus();
        String phase = status == null ? null : status.getPhase();
        return new PodState(
                "Succeeded".equals(phase) || "Failed".equals(phase),
                place(pod),
                imageTrouble(pod),
                condition(status, "PodScheduled", "False").map(PodState::words),
                disruption(status),
                leaving(pod.getMetadata()));
    }

    /** Whether its worker runs or has run, or never will. */
    boolean hasBegun() {
        return terminal || place.isPresent();
    }

    /** How the worker's container ended; empty while it has not, or when it never started. */
    static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return container(pod).map(ContainerState::getTerminated);
    }

    /** Whether a pod that is over did not end well. */
    static boolean failed(Pod pod) {
        return terminated(pod).map(container -> container.getExitCode() != 0).orElse(true);
    }

    /** Which init container failed, and how. */
    static Optional<String> failedInit(Pod pod) {
        return pod.getStatus().getInitContainerStatuses().stream()
                .filter(status -> status.getState() != null
                        && status.getState().getTerminated() != null
                        && status.getState().getTerminated().getExitCode() != 0)
                .findFirst()
                .map(status -> {
                    ContainerStateTerminated end = status.getState().getTerminated();
                    return "the init container " + status.getName() + " ended with exit code " + end.getExitCode()
                            + ", " + words(end.getReason(), end.getMessage());
                });
    }

    private static Optional<Place> place(Pod pod) {
        boolean started = container(pod)
                .map(state -> state.getRunning() != null
                        || (state.getTerminated() != null
                                && state.getTerminated().getStartedAt() != null))
                .orElse(false);
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return started && node != null
                ? Optional.of(new Place(
                        node,
                        "pod " + pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName()))
                : Optional.empty();
    }

    /** Why the cluster ends a pod, where it says so in a condition. */
    static Optional<String> disruption(@Nullable PodStatus status) {
        return condition(status, "DisruptionTarget", "True").map(PodState::words);
    }

    private static Optional<Duration> leaving(ObjectMeta metadata) {
        if (metadata.getDeletionTimestamp() == null) {
            return Optional.empty();
        }
        Long grace = metadata.getDeletionGracePeriodSeconds();
        return Optional.of(Duration.ofSeconds(grace == null ? 0 : grace));
    }

    private static Optional<PodCondition> condition(@Nullable PodStatus status, String type, String value) {
        return status == null
                ? Optional.empty()
                : status.getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()) && value.equals(condition.getStatus()))
                        .findFirst();
    }

    private static String words(PodCondition condition) {
        return words(condition.getReason(), condition.getMessage());
    }

    /** A reason and its message, of which either may be missing. */
    static String words(@Nullable String reason, @Nullable String message) {
        String what = reason == null ? "" : reason;
        return message == null || message.isEmpty() ? what : what.isEmpty() ? message : what + ": " + message;
    }

    /** Of an init container too, since until that has ended the worker's is not made. */
    private static Optional<String> imageTrouble(Pod pod) {
        PodStatus status = pod.getStatus();
        return status == null
                ? Optional.empty()
                : Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
                        .map(ContainerStatus::getState)
                        .filter(state -> state != null
                                && state.getWaiting() != null
                                && state.getWaiting().getReason() != null
                                && IMAGE_REASONS.contains(state.getWaiting().getReason()))
                        .map(state -> words(
                                state.getWaiting().getReason(),
                                state.getWaiting().getMessage()))
                        .findFirst();
    }

    private static Optional<ContainerState> container(Pod pod) {
        List<ContainerStatus> statuses =
                pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
        return statuses.stream()
                .filter(status -> PodTemplate.CONTAINER.equals(status.getName()))
                .findFirst()
                .map(ContainerStatus::getState);
    }
}
