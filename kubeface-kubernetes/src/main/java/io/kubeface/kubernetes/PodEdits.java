package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Map;

/** Pure: what single options do to the prototype of the pods. Each checks its values when it is applied. */
final class PodEdits {
    private static final String QUEUE_LABEL = "kueue.x-k8s.io/queue-name";
    private static final String GKE_SPOT = "cloud.google.com/gke-spot";

    /** The owner and the group may read, which is the one that pods run as. */
    private static final int PRIVATE = 0440;

    private PodEdits() {}

    static PodEdit labels(Map<String, String> labels) {
        return pod -> {
            labels.forEach((key, value) -> OptionChecks.label("labels", key, value));
            return new PodBuilder(pod)
                    .editMetadata()
                    .addToLabels(labels)
                    .endMetadata()
                    .build();
        };
    }

    static PodEdit annotations(Map<String, String> annotations) {
        return pod -> {
            annotations.keySet().forEach(key -> OptionChecks.label("annotations", key, ""));
            return new PodBuilder(pod)
                    .editMetadata()
                    .addToAnnotations(annotations)
                    .endMetadata()
                    .build();
        };
    }

    static PodEdit queue(String name) {
        return pod -> new PodBuilder(pod)
                .editMetadata()
                .addToLabels(QUEUE_LABEL, OptionChecks.label("queue", name))
                .endMetadata()
                .build();
    }

    static PodEdit pullSecret(String name) {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .addNewImagePullSecret(OptionChecks.subdomain("imagePullSecrets", name))
                .endSpec()
                .build();
    }

    static PodEdit nodeSelector(Map<String, String> labels) {
        return pod -> {
            labels.forEach((key, value) -> OptionChecks.label("nodeSelector", key, value));
            return new PodBuilder(pod)
                    .editSpec()
                    .addToNodeSelector(labels)
                    .endSpec()
                    .build();
        };
    }

    static PodEdit toleration(String taint) {
        return pod -> tolerating(pod, OptionChecks.toleration(taint));
    }

    private static Pod tolerating(Pod pod, Toleration toleration) {
        return new PodBuilder(pod)
                .editSpec()
                .addToTolerations(toleration)
                .endSpec()
                .build();
    }

    static PodEdit affinity(Affinity affinity) {
        return pod ->
                new PodBuilder(pod).editSpec().withAffinity(affinity).endSpec().build();
    }

    static PodEdit priorityClass(String name) {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .withPriorityClassName(OptionChecks.subdomain("priorityClass", name))
                .endSpec()
                .build();
    }

    /** As https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms says. */
    static PodEdit gkeSpot() {
        return pod -> tolerating(
                new PodBuilder(pod)
                        .editSpec()
                        .addToNodeSelector(GKE_SPOT, "true")
                        .endSpec()
                        .build(),
                new Toleration("NoSchedule", GKE_SPOT, "Equal", null, "true"));
    }

    static PodEdit secretVariable(String variable, String secret, String key) {
        return pod -> PodPrototype.withWorker(
                pod,
                worker -> worker.addToEnv(new EnvVarBuilder()
                        .withName(OptionChecks.variable("secretVariable", variable))
                        .withNewValueFrom()
                        .withNewSecretKeyRef(
                                OptionChecks.key("secretVariable", key),
                                OptionChecks.subdomain("secretVariable", secret),
                                false)
                        .endValueFrom()
                        .build()));
    }

    static PodEdit secretFiles(String secret, String directory) {
        return pod -> mounted(
                "secretFiles",
                pod,
                unnamed(pod)
                        .withNewSecret()
                        .withSecretName(OptionChecks.subdomain("secretFiles", secret))
                        .withDefaultMode(PRIVATE)
                        .endSecret()
                        .build(),
                directory,
                true);
    }

    static PodEdit configMapFiles(String map, String directory) {
        return pod -> mounted(
                "configMapFiles",
                pod,
                unnamed(pod)
                        .withNewConfigMap()
                        .withName(OptionChecks.subdomain("configMapFiles", map))
                        .endConfigMap()
                        .build(),
                directory,
                true);
    }

    static PodEdit volumeClaim(String claim, String directory, boolean readOnly) {
        return pod -> mounted(
                "volumeClaim",
                pod,
                unnamed(pod)
                        .withNewPersistentVolumeClaim(OptionChecks.subdomain("volumeClaim", claim), readOnly)
                        .build(),
                directory,
                readOnly);
    }

    static PodEdit volume(Volume volume, String directory) {
        return pod -> mounted("volume", pod, OptionChecks.volume(volume), directory, false);
    }

    private static VolumeBuilder unnamed(Pod pod) {
        return new VolumeBuilder()
                .withName("volume-" + pod.getSpec().getVolumes().size());
    }

    private static Pod mounted(String option, Pod pod, Volume volume, String directory, boolean readOnly) {
        Pod with = new PodBuilder(pod)
                .editSpec()
                .addToVolumes(OptionChecks.unused(option, pod, volume))
                .endSpec()
                .build();
        return PodPrototype.withWorker(
                with,
                worker -> worker.addToVolumeMounts(new VolumeMountBuilder()
                        .withName(volume.getName())
                        .withMountPath(OptionChecks.directory(option, pod, directory))
                        .withReadOnly(readOnly ? true : null)
                        .build()));
    }

    static PodEdit initContainer(Container container) {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .addToInitContainers(OptionChecks.initContainer(container))
                .endSpec()
                .build();
    }
}
