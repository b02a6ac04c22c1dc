package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.kubeface.kubernetes.KubernetesBackend.InstallPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodTemplateTest {

    @Test
    void aPodPassesTheRestrictedStandardAndHasNoToken() {
        Pod pod = pod(builder());

        PodSecurityContext security = pod.getSpec().getSecurityContext();
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).isEqualTo(10001);
        assertThat(security.getFsGroup()).isEqualTo(10001);
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container(pod).getSecurityContext().getAllowPrivilegeEscalation())
                .isFalse();
        assertThat(container(pod).getSecurityContext().getCapabilities().getDrop())
                .containsExactly("ALL");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
    }

    @Test
    void aPodIsBareAndEndsByItself() {
        Pod pod = pod(builder().deadline(Duration.ofMinutes(3)));

        assertThat(pod.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(180);
        assertThat(pod.getSpec().getTolerations())
                .allSatisfy(toleration ->
                        assertThat(toleration.getTolerationSeconds()).isEqualTo(30))
                .hasSize(2);
    }

    @Test
    void memoryIsBothAskedForAndTheLimit() {
        Container container = container(pod(builder().memory("3Gi")));

        assertThat(container.getResources().getRequests().get("memory").toString())
                .isEqualTo("3Gi");
        assertThat(container.getResources().getLimits().get("memory").toString())
                .isEqualTo("3Gi");
    }

    @Test
    void theCommandStartsTheBootstrapWithTheUsersJvmOptionsLast() {
        List<String> command = container(pod(builder()
                        .jvmOptions("-Xmx1g", "-Dprice=$(COST)")
                        .installPolicy(InstallPolicy.NEVER)
                        .javaExecutable("/opt/java/bin/java")
                        .verbose(true)))
                .getCommand();

        assertThat(command.get(0)).isEqualTo("/opt/java/bin/java");
        assertThat(command).containsSubsequence("-XX:MaxRAMPercentage=70", "-Xmx1g", "-Dprice=$$(COST)", "-cp");
        assertThat(command)
                .containsSubsequence(
                        "-cp",
                        "/opt/kubeface/worker.jar:/kubeface/bootstrap/bootstrap.jar",
                        "io.kubeface.bootstrap.Bootstrap",
                        "--worker-jars",
                        "/kubeface/bootstrap/worker-jars.txt",
                        "--install-policy",
                        "never",
                        "--storage",
                        Attempts.STORAGE,
                        "--code-cache",
                        "/kubeface/cache/code",
                        "--installed",
                        "/opt/kubeface",
                        "--watch-lease",
                        "--delete-input",
                        "--verbose");
    }

    @Test
    void aCollectorOfTheUsersTakesThePlaceOfOurs() {
        assertThat(container(pod(builder().jvmOptions("-XX:+UseParallelGC"))).getCommand())
                .contains("-XX:+UseParallelGC")
                .doesNotContain("-XX:+UseSerialGC", "-XX:NewRatio=5");
    }

    @Test
    void theImagesArchiveIsUsedOnlyIfItsWorkerMayBe() {
        String archive = "-XX:SharedArchiveFile=/opt/kubeface/worker.jsa";

        assertThat(container(pod(builder())).getCommand()).contains(archive);
        assertThat(container(pod(builder().installPolicy(InstallPolicy.ALWAYS))).getCommand())
                .doesNotContain(archive);
    }

    @Test
    void labelsAreValidAndAnnotationsWholeForTheLongestNames() {
        String job = "j".repeat(99) + "-";

        Pod pod = template(builder()).pod("name", Attempts.of(job, 12, 3), "map");

        Map<String, String> labels = pod.getMetadata().getLabels();
        assertThat(labels.values())
                .allSatisfy(value -> assertThat(value).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"));
        assertThat(labels)
                .containsEntry("kubeface.io/client", "client")
                .containsEntry("kubeface.io/attempt", "3")
                .containsEntry("app.kubernetes.io/managed-by", "kubeface");
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("kubeface.io/job", "jobs/" + job + "/job-" + job);
    }

    @Test
    void namesAreValidReadableAndUniqueForEachLaunch() {
        Set<String> names = new HashSet<>();
        String job = "a".repeat(23) + "-" + "b".repeat(70);
        for (long launch = 0; launch < 10; launch++) {
            names.add(PodNames.pod("one", launch, Attempts.of(job, 7, 1).address()));
            names.add(PodNames.pod("two", launch, Attempts.of(job, 7, 1).address()));
            names.add(PodNames.pod("one", 0, Attempts.of(job, launch, 2).address()));
        }

        assertThat(names)
                .hasSize(30)
                .allSatisfy(name -> assertThat(name)
                        .matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
                        .startsWith("kubeface-aaa"));
        assertThat(PodNames.pod("one", 1, Attempts.of("grid-1", 42, 2).address()))
                .startsWith("kubeface-grid-1-0000000042-2-");
    }

    static KubernetesBackendBuilder builder() {
        return KubernetesBackend.builder().image("localhost/jre:17");
    }

    private static PodTemplate template(KubernetesBackendBuilder builder) {
        return new PodTemplate("client", "space", builder.options());
    }

    static Pod pod(KubernetesBackendBuilder builder) {
        return template(builder).pod("name", Attempts.of("job-1", 0, 1), "map");
    }

    private static Container container(Pod pod) {
        return pod.getSpec().getContainers().get(0);
    }
}
