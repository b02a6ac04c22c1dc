package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.backend.AttemptSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pure: the pod of an attempt. It is bare, passes the restricted Pod Security Standard with any image, asks the cluster
 * for no rights, and goes by itself when its time is over.
 *
 * @param client the id of this driver's client
 */
record PodTemplate(String client, String namespace, KubernetesOptions options) {
    static final String CONTAINER = "worker";
    static final String CLIENT_LABEL = "kubeface.io/client";
    static final String JOB_LABEL = "kubeface.io/job";
    static final String TASK_LABEL = "kubeface.io/task";
    static final String ATTEMPT_LABEL = "kubeface.io/attempt";
    private static final String MANAGER_LABEL = "app.kubernetes.io/managed-by";

    /** Any user will do that is not root; this one is unlikely to be somebody. */
    private static final long USER = 10001;

    private static final long UNREACHABLE_SECONDS = 30;
    private static final long TERMINATION_SECONDS = 2;

    /** The labels of all that belongs to a client. */
    static Map<String, String> clientLabels(String client) {
        return Map.of(CLIENT_LABEL, client, MANAGER_LABEL, "kubeface");
    }

    /**
     * The pod of one launch.
     *
     * @param name as {@link PodNames#pod} makes it
     * @param configMap where the bootstrap is
     */
    Pod pod(String name, AttemptSpec spec, String configMap) {
        TaskAddress address = spec.address();
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(clientLabels(client))
                .addToLabels(JOB_LABEL, PodNames.label(address.job().key().value()))
                .addToLabels(TASK_LABEL, PodNames.label(address.task().value()))
                .addToLabels(ATTEMPT_LABEL, Integer.toString(address.attempt()))
                .addToAnnotations("kubeface.io/storage", address.storage())
                .addToAnnotations("kubeface.io/job", address.job().path())
                .addToAnnotations("kubeface.io/input", address.input().path())
                .addToAnnotations("kubeface.io/result", address.value().path())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withActiveDeadlineSeconds(options.deadline().toSeconds())
                .withTerminationGracePeriodSeconds(TERMINATION_SECONDS)
                .withServiceAccountName(options.serviceAccount().orElse(null))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTolerations(tolerations())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName(CONTAINER)
                .withImage(options.image())
                .withImagePullPolicy(options.imagePullPolicy().inPod())
                .withCommand(PodCommand.of(spec, options))
                .withWorkingDir(PodCommand.HOME)
                .withEnv(environment())
                .withResources(resources())
                .withSecurityContext(container())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withVolumeMounts(
                        mount("bootstrap", PodCommand.BOOTSTRAP_DIRECTORY),
                        mount("tmp", "/tmp"),
                        mount("home", PodCommand.HOME),
                        mount("cache", PodCommand.CACHE))
                .endContainer()
                .withVolumes(
                        new VolumeBuilder()
                                .withName("bootstrap")
                                .withNewConfigMap()
                                .withName(configMap)
                                .endConfigMap()
                                .build(),
                        scratch("tmp", options.tmpSize()),
                        scratch("home", options.homeSize()),
                        scratch("cache", options.cacheSize()))
                .endSpec()
                .build();
    }

    private static List<Toleration> tolerations() {
        return List.of(
                new Toleration("NoExecute", "node.kubernetes.io/not-ready", "Exists", UNREACHABLE_SECONDS, null),
                new Toleration("NoExecute", "node.kubernetes.io/unreachable", "Exists", UNREACHABLE_SECONDS, null));
    }

    private static SecurityContext container() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private ResourceRequirements resources() {
        ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder()
                .addToRequests("cpu", options.cpu())
                .addToRequests("memory", options.memory())
                .addToLimits("memory", options.memory());
        options.cpuLimit().ifPresent(limit -> resources.addToLimits("cpu", limit));
        return resources.build();
    }

    private List<EnvVar> environment() {
        List<EnvVar> variables = new ArrayList<>();
        variables.add(new EnvVar("HOME", PodCommand.HOME, null));
        options.environment().forEach((name, value) -> variables.add(new EnvVar(name, value, null)));
        return variables;
    }

    private static Volume scratch(String name, Quantity limit) {
        return new VolumeBuilder()
                .withName(name)
                .withEmptyDir(
                        new EmptyDirVolumeSourceBuilder().withSizeLimit(limit).build())
                .build();
    }

    private static VolumeMount mount(String name, String path) {
        return new VolumeMountBuilder().withName(name).withMountPath(path).build();
    }
}
