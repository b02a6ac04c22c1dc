package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.TaskAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Pure: whose a pod is, as its labels and annotations say.
 *
 * @param client the id of the client that created it
 * @param address where its attempt's objects are
 */
record PodIdentity(String client, TaskAddress address) {

    /** That of a pod of an attempt; empty of any other pod. */
    static Optional<PodIdentity> of(Pod pod) {
        Map<String, String> marks = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        String job = marks.get(PodTemplate.JOB_ANNOTATION);
        String input = marks.get(PodTemplate.INPUT_ANNOTATION);
        String storage = marks.get(PodTemplate.STORAGE_ANNOTATION);
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        String client = labels.get(PodTemplate.CLIENT_LABEL);
        String attempt = labels.get(PodTemplate.ATTEMPT_LABEL);
        if (job == null || input == null || storage == null || client == null || attempt == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PodIdentity(
                    client,
                    new TaskAddress(
                            storage,
                            ObjectName.parse(job, ObjectName.Job.class),
                            ObjectName.parse(input, ObjectName.Input.class).task(),
                            Integer.parseInt(attempt))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
