package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.backend.AttemptSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    static final String STORAGE_ANNOTATION = "kubeface.io/storage";
    static final String JOB_ANNOTATION = "kubeface.io/job";
    static final String INPUT_ANNOTATION = "kubeface.io/input";
    static final String ATTEMPT_LABEL = "kubeface.io/attempt";
    private static final String MANAGER_LABEL = "app.kubernetes.io/managed-by";

    static final String RESTART_POLICY = "Never";

    static final String BOOTSTRAP_VOLUME = "bootstrap";

    /** The driver's own volumes, and where they are. */
    static final List<String> VOLUMES = List.of(BOOTSTRAP_VOLUME, "tmp", "home", "cache");

    static final List<String> DIRECTORIES =
            List.of(PodCommand.BOOTSTRAP_DIRECTORY, "/tmp", PodCommand.HOME, PodCommand.CACHE);

    /** Any user will do that is not root; this one is unlikely to be somebody. */
    private static final long USER = 10001;

    private static final long UNREACHABLE_SECONDS = 30;
    private static final long TERMINATION_SECONDS = 2;

    /** The labels of all pods and ConfigMaps, whoever's they are. */
    static Map<String, String> allLabels() {
        return Map.of(MANAGER_LABEL, "kubeface");
    }

    /** The labels of all that belongs to a client. */
    static Map<String, String> clientLabels(String client) {
        return Map.of(CLIENT_LABEL, client, MANAGER_LABEL, "kubeface");
    }

    /** The labels of all pods of a key's jobs, whoever's they are. */
    static Map<String, String> jobLabels(JobKey key) {
        return Map.of(JOB_LABEL, PodNames.label(key.value()), MANAGER_LABEL, "kubeface");
    }

    /**
     * The pod of one launch.
     *
     * @param name as {@link PodNames#pod} makes it
     * @param configMap where the bootstrap is
     */
    Pod pod(String name, AttemptSpec spec, String configMap) {
        TaskAddress address = spec.address();
        Map<String, String> labels = new HashMap<>(clientLabels(client));
        labels.putAll(jobLabels(address.job().key()));
        labels.put(TASK_LABEL, PodNames.label(address.task().value()));
        labels.put(ATTEMPT_LABEL, Integer.toString(address.attempt()));
        Map<String, String> annotations = Map.of(
                STORAGE_ANNOTATION,
                address.storage(),
                JOB_ANNOTATION,
                address.job().path(),
                INPUT_ANNOTATION,
                address.input().path(),
                "kubeface.io/result",
                address.value().path());
        return pod(name, labels, annotations, PodCommand.of(spec, options), configMap);
    }

    /** A pod like those of attempts, to ask whether they can be. */
    Pod sample() {
        return pod(
                "kubeface-sample-" + client,
                clientLabels(client),
                Map.of(),
                List.of(options.javaExecutable()),
                "kubeface-sample");
    }

    private Pod pod(
            String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<String> command,
            String configMap) {
        Pod prototype = options.prototype().pod();
        Container worker = worker(options.prototype().worker(), command);
        Pod pod = new PodBuilder(prototype)
                .editMetadata()
                .withName(name)
                .withGenerateName(null)
                .withNamespace(namespace)
                .addToLabels(labels)
                .addToAnnotations(annotations)
                .endMetadata()
                .withSpec(spec(prototype.getSpec(), worker, configMap))
                .build();
        return options.customiser()
                .map(change -> customised(change, pod, labels))
                .orElse(pod);
    }

    private PodSpec spec(PodSpec prototype, Container worker, String configMap) {
        PodSpecBuilder spec = new PodSpecBuilder(prototype)
                .withRestartPolicy(RESTART_POLICY)
                .withActiveDeadlineSeconds(options.deadline().toSeconds())
                .withTerminationGracePeriodSeconds(
                        or(prototype.getTerminationGracePeriodSeconds(), TERMINATION_SECONDS))
                .withAutomountServiceAccountToken(or(prototype.getAutomountServiceAccountToken(), false))
                .withEnableServiceLinks(or(prototype.getEnableServiceLinks(), false))
                .addAllToTolerations(tolerations())
                .withSecurityContext(security(prototype.getSecurityContext()))
                .withContainers(worker)
                .withInitContainers(prototype.getInitContainers().stream()
                        .map(container -> initContainer(container, worker))
                        .toList())
                .addToVolumes(
                        new VolumeBuilder()
                                .withName(BOOTSTRAP_VOLUME)
                                .withNewConfigMap()
                                .withName(configMap)
                                .endConfigMap()
                                .build(),
                        scratch("tmp", options.tmpSize()),
                        scratch("home", options.homeSize()),
                        scratch("cache", options.cacheSize()));
        options.serviceAccount().ifPresent(spec::withServiceAccountName);
        return spec.build();
    }

    private Container worker(Container prototype, List<String> command) {
        List<EnvVar> variables = environment();
        List<String> names = variables.stream().map(EnvVar::getName).toList();
        return new ContainerBuilder(prototype)
                .withImage(options.image())
                .withImagePullPolicy(options.imagePullPolicy())
                .withCommand(command)
                .withWorkingDir(or(prototype.getWorkingDir(), PodCommand.HOME))
                .removeMatchingFromEnv(variable -> names.contains(variable.getName()))
                .addAllToEnv(variables)
                .withResources(options.resources().over(prototype.getResources()))
                .withSecurityContext(security(prototype.getSecurityContext()))
                .withTerminationMessagePolicy(or(prototype.getTerminationMessagePolicy(), "FallbackToLogsOnError"))
                .addAllToVolumeMounts(IntStream.range(0, VOLUMES.size())
                        .mapToObj(i -> mount(VOLUMES.get(i), DIRECTORIES.get(i)))
                        .toList())
                .build();
    }

    /** It has the worker's volumes where it says nothing else. */
    private static Container initContainer(Container prototype, Container worker) {
        Set<String> taken = prototype.getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .collect(Collectors.toSet());
        return new ContainerBuilder(prototype)
                .withSecurityContext(security(prototype.getSecurityContext()))
                .addAllToVolumeMounts(worker.getVolumeMounts().stream()
                        .filter(mount -> !taken.contains(mount.getMountPath()))
                        .toList())
                .build();
    }

    /** What the driver knows its pods by is not for others to change. */
    private Pod customised(UnaryOperator<Pod> change, Pod pod, Map<String, String> labels) {
        Pod changed;
        try {
            changed = change.apply(pod);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("customise: the function that changes pods failed: " + e, e);
        }
        if (changed == null || PodPrototype.worker(changed).isEmpty()) {
            throw new IllegalArgumentException("customise: the function that changes pods gave "
                    + (changed == null ? "none" : "one without the container " + CONTAINER) + "; keep what is there.");
        }
        return new PodBuilder(changed)
                .editOrNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(namespace)
                .addToLabels(labels)
                .endMetadata()
                .editSpec()
                .withRestartPolicy(RESTART_POLICY)
                .endSpec()
                .build();
    }

    private static <V> V or(@Nullable V template, V ours) {
        return template == null ? ours : template;
    }

    private static PodSecurityContext security(@Nullable PodSecurityContext template) {
        PodSecurityContext context =
                template == null ? new PodSecurityContext() : new PodSecurityContextBuilder(template).build();
        context.setRunAsNonRoot(or(context.getRunAsNonRoot(), true));
        context.setRunAsUser(or(context.getRunAsUser(), USER));
        context.setRunAsGroup(or(context.getRunAsGroup(), USER));
        context.setFsGroup(or(context.getFsGroup(), USER));
        context.setSeccompProfile(or(context.getSeccompProfile(), new SeccompProfile(null, "RuntimeDefault")));
        return context;
    }

    private static SecurityContext security(@Nullable SecurityContext template) {
        SecurityContext context =
                template == null ? new SecurityContext() : new SecurityContextBuilder(template).build();
        context.setAllowPrivilegeEscalation(or(context.getAllowPrivilegeEscalation(), false));
        context.setCapabilities(or(context.getCapabilities(), new Capabilities(List.of(), List.of("ALL"))));
        return context;
    }

    private static List<Toleration> tolerations() {
        return List.of(
                new Toleration("NoExecute", "node.kubernetes.io/not-ready", "Exists", UNREACHABLE_SECONDS, null),
                new Toleration("NoExecute", "node.kubernetes.io/unreachable", "Exists", UNREACHABLE_SECONDS, null));
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
