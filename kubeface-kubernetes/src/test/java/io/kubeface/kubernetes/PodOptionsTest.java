package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options, a template and a customiser make of the pods. */
class PodOptionsTest {
    @TempDir
    Path directory;

    @Test
    void whatAPodAsksForAndMayUse() {
        Container worker = worker(pod(b -> b.cpu("250m")
                .cpuLimit("2")
                .memory("3Gi")
                .memoryRequest("2Gi")
                .ephemeralStorage("4Gi")
                .ephemeralStorageLimit("5Gi")));

        assertThat(texts(worker.getResources().getRequests()))
                .containsOnly(
                        Map.entry("cpu", "250m"), Map.entry("memory", "2Gi"), Map.entry("ephemeral-storage", "4Gi"));
        assertThat(texts(worker.getResources().getLimits()))
                .containsOnly(Map.entry("cpu", "2"), Map.entry("memory", "3Gi"), Map.entry("ephemeral-storage", "5Gi"));
    }

    @Test
    void optionsThatAreSentWithACapturedClientAreTheSameThere() throws Exception {
        Path template = Files.writeString(directory.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                spec: {automountServiceAccountToken: true}
                """);
        Pod here = PodTemplateTest.pod(everything(template, "a", "b", "c"));

        byte[] written = written(everything(template, "a", "b", "c"));
        assertThat(written(everything(template, "c", "b", "a"))).isEqualTo(written);
        Files.delete(template);
        ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(written));
        Pod there = PodTemplateTest.pod((KubernetesBackendBuilder) in.readObject());

        assertThat(there).isEqualTo(here);
    }

    private static KubernetesBackendBuilder everything(Path template, String... keys) {
        Map<String, String> map = new LinkedHashMap<>();
        Stream.of(keys).forEach(key -> map.put(key, "1"));
        return PodTemplateTest.builder()
                .podTemplate(template)
                .environment(map)
                .memory("3Gi")
                .cpu("2")
                .labels(map)
                .annotations(map)
                .nodeSelector(map)
                .tolerations("dedicated=grid:NoSchedule")
                .affinity(new AffinityBuilder()
                        .withNewNodeAffinity()
                        .endNodeAffinity()
                        .build())
                .priorityClass("batch-low")
                .gkeSpot()
                .queue("grid")
                .imagePullSecrets("registry")
                .secretVariable("TOKEN", "keys", "token")
                .secretFiles("keys", "/keys")
                .configMapFiles("settings", "/settings")
                .volumeClaim("data", "/data", true)
                .volume(
                        new VolumeBuilder()
                                .withName("work")
                                .withNewEmptyDir()
                                .endEmptyDir()
                                .build(),
                        "/work")
                .initContainer(new ContainerBuilder()
                        .withName("fetch")
                        .withImage("localhost/fetch:1")
                        .build())
                .jvmOptions("-Xss2m")
                .serviceAccount("worker")
                .launchRate(3, 4)
                .deadline(Duration.ofHours(1))
                .tmpSize("3Gi")
                .verbose(true);
    }

    private static byte[] written(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(value);
        }
        return out.toByteArray();
    }

    @Test
    void whereAPodRuns() {
        PodSpec spec = pod(b -> b.nodeSelector(Map.of("disk", "ssd"))
                        .nodeSelector(Map.of("zone/a", "b"))
                        .tolerations("dedicated=grid:NoSchedule", "any", "gone:NoExecute")
                        .affinity(new AffinityBuilder()
                                .withNewNodeAffinity()
                                .endNodeAffinity()
                                .build())
                        .priorityClass("batch-low"))
                .getSpec();

        assertThat(spec.getNodeSelector()).containsOnly(Map.entry("disk", "ssd"), Map.entry("zone/a", "b"));
        assertThat(spec.getTolerations())
                .contains(
                        new Toleration("NoSchedule", "dedicated", "Equal", null, "grid"),
                        new Toleration(null, "any", "Exists", null, null),
                        new Toleration("NoExecute", "gone", "Exists", null, null))
                .hasSize(5);
        assertThat(spec.getAffinity().getNodeAffinity()).isNotNull();
        assertThat(spec.getPriorityClassName()).isEqualTo("batch-low");
    }

    @Test
    void spotMachinesAndQueues() {
        Pod pod = pod(b -> b.gkeSpot().queue("grid"));

        assertThat(pod.getSpec().getNodeSelector()).containsEntry("cloud.google.com/gke-spot", "true");
        assertThat(pod.getSpec().getTolerations())
                .contains(new Toleration("NoSchedule", "cloud.google.com/gke-spot", "Equal", null, "true"));
        assertThat(pod.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "grid");
    }

    @Test
    void secretsAsVariablesAndAsFiles() {
        Pod pod = pod(b -> b.secretVariable("PASSWORD", "database", "password")
                .secretFiles("keys", "/keys")
                .imagePullSecrets("registry"));

        EnvVar variable = worker(pod).getEnv().stream()
                .filter(v -> v.getName().equals("PASSWORD"))
                .findFirst()
                .orElseThrow();
        assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("database");
        assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("password");
        assertThat(mounted(pod, "/keys").getSecret().getSecretName()).isEqualTo("keys");
        assertThat(mounted(pod, "/keys").getSecret().getDefaultMode()).isEqualTo(0440);
        assertThat(pod.getSpec().getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
    }

    @Test
    void volumesOfAllKinds() {
        Pod pod = pod(b -> b.configMapFiles("settings", "/settings")
                .volumeClaim("corpus", "/corpus", true)
                .volume(
                        new VolumeBuilder()
                                .withName("scratch")
                                .withNewEmptyDir()
                                .endEmptyDir()
                                .build(),
                        "/scratch"));

        assertThat(mounted(pod, "/settings").getConfigMap().getName()).isEqualTo("settings");
        assertThat(mounted(pod, "/corpus").getPersistentVolumeClaim().getClaimName())
                .isEqualTo("corpus");
        assertThat(mount(pod, "/corpus").getReadOnly()).isTrue();
        assertThat(mounted(pod, "/scratch").getEmptyDir()).isNotNull();
        assertThat(mounted(pod, "/tmp").getEmptyDir()).isNotNull();
    }

    @Test
    void initContainersAreUnprivilegedAndSeeTheWorkersVolumes() {
        Pod pod = pod(b -> b.configMapFiles("settings", "/settings")
                .initContainer(new ContainerBuilder()
                        .withName("fetch")
                        .withImage("busybox")
                        .build()));

        Container fetch = pod.getSpec().getInitContainers().get(0);
        assertThat(fetch.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(fetch.getVolumeMounts()).isEqualTo(worker(pod).getVolumeMounts());
    }

    @Test
    void labelsAndAnnotationsAreAddedToOurs() {
        ObjectMeta metadata = pod(b -> b.labels(Map.of("team", "a", "kubeface.io/client", "b"))
                        .annotations(Map.of("example.com/note", "free text")))
                .getMetadata();

        assertThat(metadata.getLabels()).containsEntry("team", "a").containsEntry("kubeface.io/client", "client");
        assertThat(metadata.getAnnotations())
                .containsEntry("example.com/note", "free text")
                .containsKey("kubeface.io/job");
    }

    @Test
    void valuesThatAClusterWouldRefuseAreRefusedWithTheOptionAndTheCure() {
        refused(b -> b.memory("1Gi").memoryRequest("2Gi"), "memory: \"1Gi\"", "memoryRequest", "\"2Gi\"");
        refused(b -> b.ephemeralStorage("2Gi").ephemeralStorageLimit("1Gi"), "ephemeralStorageLimit: \"1Gi\"");
        refused(b -> b.ephemeralStorage("10"), "ephemeralStorage: \"10\"", "unit missing");
        refused(b -> b.nodeSelector(Map.of("a b", "c")), "nodeSelector: \"a b\"", "example.com/disk");
        refused(b -> b.nodeSelector(Map.of("a", "b c")), "nodeSelector: \"b c\"", "value for a");
        refused(b -> b.labels(Map.of("a", "b/c")), "labels: \"b/c\"");
        refused(b -> b.annotations(Map.of("/", "c")), "annotations: \"/\"");
        refused(b -> b.tolerations("a=b:Never"), "tolerations: \"a=b:Never\"", "dedicated=grid:NoSchedule");
        refused(b -> b.priorityClass("A"), "priorityClass: \"A\"");
        refused(b -> b.queue("a_b"), "queue: \"a_b\"");
        refused(b -> b.imagePullSecrets("A"), "imagePullSecrets: \"A\"");
        refused(b -> b.secretVariable("A=B", "s", "k"), "secretVariable: \"A=B\"");
        refused(b -> b.secretVariable("A", "s", "k k"), "secretVariable: \"k k\"", "key of a Secret");
        refused(b -> b.secretFiles("s", "keys"), "secretFiles: \"keys\"", "whole path");
        refused(b -> b.secretFiles("s", "/tmp"), "secretFiles: \"/tmp\"", "in use");
        refused(b -> b.secretFiles("s", "/kubeface"), "secretFiles: \"/kubeface\"", "in use");
        refused(b -> b.secretFiles("s", "/a").configMapFiles("m", "/a"), "configMapFiles: \"/a\"", "in use");
        refused(
                b -> b.volume(new VolumeBuilder().withName("tmp").build(), "/a"),
                "volume: \"tmp\"",
                "name it otherwise");
        refused(
                b -> b.volume(new VolumeBuilder().withName("a").build(), "/a")
                        .volume(new VolumeBuilder().withName("a").build(), "/b"),
                "two volumes called \"a\"");
        refused(b -> b.initContainer(new ContainerBuilder().withName("a").build()), "initContainer: \"a\"", "no image");
        refused(
                b -> b.initContainer(
                        new ContainerBuilder().withName("worker").withImage("i").build()),
                "initContainer: \"worker\"");
    }

    @Test
    void aTemplateSaysWhatTheOptionsDoNot() throws IOException {
        Path file = file("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: ignored
                  labels: {team: a}
                spec:
                  hostNetwork: true
                  activeDeadlineSeconds: 77
                  securityContext: {runAsUser: 7}
                  tolerations: [{key: k, operator: Exists}]
                  containers:
                  - name: worker
                    image: from-template
                    env: [{name: A, value: template}, {name: B, value: template}]
                    resources:
                      requests: {cpu: 3, memory: 1Gi, nvidia.com/gpu: 1}
                      limits: {memory: 2Gi, nvidia.com/gpu: 1}
                """);

        Pod pod = PodTemplateTest.pod(
                KubernetesBackend.builder().podTemplate(file).environment(Map.of("A", "option")));

        assertThat(pod.getMetadata().getName()).isEqualTo("name");
        assertThat(pod.getMetadata().getLabels()).containsEntry("team", "a");
        assertThat(pod.getSpec().getHostNetwork()).isTrue();
        assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(77);
        assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(7);
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getTolerations()).hasSize(3);
        assertThat(worker(pod).getImage()).isEqualTo("from-template");
        assertThat(worker(pod).getEnv())
                .contains(new EnvVar("A", "option", null), new EnvVar("B", "template", null))
                .doesNotContain(new EnvVar("A", "template", null));
        assertThat(texts(worker(pod).getResources().getRequests()))
                .containsOnly(Map.entry("cpu", "3"), Map.entry("memory", "1Gi"), Map.entry("nvidia.com/gpu", "1"));
        assertThat(texts(worker(pod).getResources().getLimits()))
                .containsOnly(Map.entry("memory", "2Gi"), Map.entry("nvidia.com/gpu", "1"));
    }

    @Test
    void optionsWinOverATemplate() throws IOException {
        Path file = file("""
                apiVersion: v1
                kind: Pod
                spec:
                  containers:
                  - name: worker
                    image: from-template
                    resources: {requests: {cpu: 3, memory: 3Gi}, limits: {memory: 4Gi}}
                """);

        Container worker = worker(pod(b -> b.podTemplate(file).cpu("1").memory("1Gi")));

        assertThat(worker.getImage()).isEqualTo("localhost/jre:17");
        assertThat(texts(worker.getResources().getRequests()))
                .containsOnly(Map.entry("cpu", "1"), Map.entry("memory", "1Gi"));
        assertThat(texts(worker.getResources().getLimits())).containsOnly(Map.entry("memory", "1Gi"));
    }

    @Test
    void aTemplateThatIsNoneIsRefusedWithTheFileAndTheCure() throws IOException {
        refused("{kind", "cannot be read as the manifest of a pod", "line 2");
        refused("kind: Deployment", "kind: Pod");
        refused("kind: Pod", "a spec");
        refused("{kind: Pod, metadata: {namespace: other}, spec: {}}", "namespace other", "option namespace");
        refused("{kind: Pod, spec: {restartPolicy: Always}}", "restartPolicy: Always", "leave it out");
        refused("{kind: Pod, spec: {nodeSelecter: {}}}", "spec.nodeSelecter", "misspelt");
        refused("{kind: Pod, spec: {containers: [{name: other}]}}", "container other", "init container");
        refused("{kind: Pod, spec: {containers: [{name: worker, command: [a]}]}}", "javaExecutable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pod(b -> b.podTemplate(directory.resolve("absent"))))
                .withMessageContaining("podTemplate: " + directory.resolve("absent"));
    }

    @Test
    void aCustomiserMayChangeAllButWhatTheDriverKnowsItsPodsBy() {
        Pod pod = pod(b -> b.customise(made -> new PodBuilder(made)
                .withNewMetadata()
                .withName("other")
                .withNamespace("elsewhere")
                .endMetadata()
                .editSpec()
                .withRestartPolicy("Always")
                .withHostname("mine")
                .endSpec()
                .build()));

        assertThat(pod.getSpec().getHostname()).isEqualTo("mine");
        assertThat(pod.getMetadata().getName()).isEqualTo("name");
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("space");
        assertThat(pod.getMetadata().getLabels()).containsEntry("kubeface.io/client", "client");
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void aCustomiserThatBreaksPodsIsToldBeforeThereIsOne() {
        refused(
                b -> b.customise(made -> {
                    throw new IllegalStateException("mine");
                }),
                "customise: ",
                "mine");
        refused(b -> b.customise(made -> new Pod()), "customise: ", "container worker");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("pod.yaml"), text);
    }

    private void refused(String template, String... parts) throws IOException {
        // What begins with a brace is taken for JSON.
        Path file = file("---\n" + template);
        refused(b -> b.podTemplate(file), List.of(parts).toArray(String[]::new));
    }

    private static void refused(UnaryOperator<KubernetesBackendBuilder> option, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pod(option))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static Pod pod(UnaryOperator<KubernetesBackendBuilder> options) {
        return PodTemplateTest.pod(options.apply(PodTemplateTest.builder()));
    }

    private static Container worker(Pod pod) {
        return PodPrototype.worker(pod).orElseThrow();
    }

    private static VolumeMount mount(Pod pod, String path) {
        return worker(pod).getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static Volume mounted(Pod pod, String path) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount(pod, path).getName()))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> texts(Map<String, Quantity> quantities) {
        return quantities.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }
}
