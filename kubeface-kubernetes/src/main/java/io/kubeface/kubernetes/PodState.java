package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubeface.reactor.backend.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pure: how far a pod is.
 *
 * @param terminal whether nothing of it runs or will
 * @param place where it runs or ran, once its container has started
 * @param imageTrouble why its container cannot be made, in the kubelet's words; that may pass
 * @param leaving whether somebody has asked for its deletion
 */
record PodState(boolean terminal, Optional<Place> place, Optional<String> imageTrouble, boolean leaving) {
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
                pod.getMetadata().getDeletionTimestamp() != null);
    }

    /** How the worker's container ended; empty while it has not, or when it never started. */
    static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return container(pod).map(ContainerState::getTerminated);
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

    private static Optional<String> imageTrouble(Pod pod) {
        return container(pod)
                .map(ContainerState::getWaiting)
                .filter(waiting -> waiting.getReason() != null && IMAGE_REASONS.contains(waiting.getReason()))
                .map(waiting ->
                        waiting.getReason() + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage()));
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
