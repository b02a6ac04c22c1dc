package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;

/** Pods as a kubelet reports them. */
final class Pods {
    private Pods() {}

    static Pod with(PodStatus status) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod-1")
                .withNamespace("space")
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .withStatus(status)
                .build();
    }

    static PodStatus status(String phase, ContainerState state) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName("worker")
                .withState(state)
                .endContainerStatus()
                .build();
    }

    static ContainerState terminated(int exitCode, String reason) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withStartedAt("2026-01-01T00:00:00Z")
                .endTerminated()
                .build();
    }

    static ContainerState waiting(String reason, String message) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build();
    }

    static ContainerState running() {
        return new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt("2026-01-01T00:00:00Z")
                .endRunning()
                .build();
    }

    static PodStatus unscheduled(String reason, String message) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .build();
    }

    /** An event of a second, told once. */
    static Event event(String reason, String message, int second) {
        return new EventBuilder()
                .withNewMetadata()
                .withName("event-" + second)
                .endMetadata()
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp("2026-01-01T00:00:%02dZ".formatted(second))
                .build();
    }

    static PodStatus ended(int exitCode) {
        return status(
                exitCode == 0 ? "Succeeded" : "Failed", terminated(exitCode, exitCode == 0 ? "Completed" : "Error"));
    }

    /** An API server's refusal. */
    static String status(int code, String reason, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code + ",\"reason\":\""
                + reason + "\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}";
    }
}
