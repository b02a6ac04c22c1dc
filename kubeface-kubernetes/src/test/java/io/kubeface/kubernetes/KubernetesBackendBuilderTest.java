package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.SampleAttempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

class KubernetesBackendBuilderTest {

    @TempDir
    Path directory;

    @Test
    void theDefaultsNeedOnlyAnImage() {
        KubernetesOptions options = builder().options();

        assertThat(options.resources().cpu().toString()).isEqualTo("1");
        assertThat(options.resources().memory().toString()).isEqualTo("1Gi");
        assertThat(options.deadline()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aPreviewIsTheManifestOfAPodAndNeedsNoCluster() throws Exception {
        Path kubeconfig = Files.writeString(directory.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                contexts: [{name: x, context: {cluster: c, namespace: there}}]
                current-context: x
                """);
        String manifest = builder()
                .kubeconfig(kubeconfig)
                .cpu("3")
                .preview(SampleAttempt.of("mine", "gs://bucket/root"))
                .orElseThrow();

        Pod pod = new KubernetesSerialization().unmarshal(manifest, Pod.class);
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("there");
        assertThat(pod.getMetadata().getName()).startsWith("kubeface-mine-");
        Container worker = PodPrototype.worker(pod).orElseThrow();
        assertThat(worker.getCommand()).contains("gs://bucket/root", "--watch-lease");
        assertThat(worker.getResources().getRequests().get("cpu").getAmount()).isEqualTo("3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().preview(SampleAttempt.of("mine", "file:///data")))
                .withMessageContaining("gs://BUCKET");
    }

    @Test
    void imagesOfAllFormsAreTaken() {
        for (String image : List.of(
                "eclipse-temurin:21-jre",
                "localhost/jre:17",
                "registry:5000/a/b_c/d.e--f:V1.0",
                "gcr.io/p/i@sha256:" + "0".repeat(64))) {
            assertThat(builder().image(image).options().image()).isEqualTo(image);
        }
    }

    @Test
    void whatIsNoImageIsRefused() {
        for (String image : List.of("", "two words", "case/UPPER", "a:b:c", "a/", ":tag", "x@sha256:12")) {
            refused(b -> b.image(image), "image: \"" + image + "\"", "eclipse-temurin:21-jre");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KubernetesBackend.builder().options())
                .withMessageContaining("image: none is given");
    }

    @Test
    void whatIsNoQuantityIsRefusedWithTheOption() {
        refused(b -> b.cpu("much"), "cpu: \"much\"", "500m");
        refused(b -> b.cpu("0"), "cpu: \"0\"", "above 0");
        refused(b -> b.cpu("-1"), "cpu: \"-1\"", "above 0");
        refused(b -> b.memory("2 GB"), "memory: \"2 GB\"", "2Gi");
        refused(b -> b.memory("512"), "memory: \"512\"", "unit missing");
        refused(b -> b.tmpSize(""), "tmpSize: \"\"", "2Gi");
        refused(b -> b.homeSize("x"), "homeSize: \"x\"", "2Gi");
        refused(b -> b.cacheSize("1m"), "cacheSize: \"1m\"", "unit missing");
    }

    @Test
    void aLimitBelowTheRequestIsRefused() {
        refused(b -> b.cpu("1").cpuLimit("500m"), "cpuLimit: \"500m\"", "\"1\"");
        assertThat(builder().cpu("500m").cpuLimit("0.5").options().resources().cpuLimit())
                .isPresent();
    }

    @Test
    void namesThatKubernetesDoesNotTakeAreRefused() {
        refused(b -> b.namespace("My_Space"), "namespace: \"My_Space\"", "a-z, 0-9 and -");
        refused(b -> b.namespace("a".repeat(64)), "namespace: \"aaa", "63");
        refused(b -> b.serviceAccount("-a"), "serviceAccount: \"-a\"", "letter or digit");
    }

    @Test
    void otherNonsenseIsRefused() {
        refused(b -> b.jvmOptions("Xmx1g"), "jvmOptions: \"Xmx1g\"", "begins with -");
        refused(b -> b.javaExecutable(" "), "javaExecutable: \" \"", "java");
        refused(b -> b.launchRate(0, 0).launchRate(0, 5), "launchRate: 0 pods a second", "unlimitedLaunchRate");
        refused(b -> b.launchRate(5, 0), "launchRate: 5 pods a second after 0", "such as 20 and 50");
        refused(b -> b.deadline(Duration.ofMillis(10)), "deadline: PT0.01S", "at least a second");
        refused(b -> b.environment(Map.of("A B", "")), "environment: \"A B\"", "ASCII");
        refused(b -> b.kubeconfig(directory), "kubeconfig: " + directory, "no file");
    }

    @Test
    void variablesThatSayWhereTheStorageIsGoToPods() {
        Map<String, String> drivers =
                Map.of("STORAGE_EMULATOR_HOST", "http://h:1", "GOOGLE_CLOUD_PROJECT", "mine", "SECRET", "x");

        assertThat(OptionChecks.environment(Map.of("GOOGLE_CLOUD_PROJECT", "other", "A", "$(B)"), drivers))
                .containsOnly(
                        Map.entry("STORAGE_EMULATOR_HOST", "http://h:1"),
                        Map.entry("GOOGLE_CLOUD_PROJECT", "other"),
                        Map.entry("A", "$$(B)"));
    }

    @Test
    void storageThatPodsCannotSeeIsRefused() throws Exception {
        try (ObjectStore local = new LocalDirectoryObjectStore(directory)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().create(environment(local)))
                    .withMessageContaining("storage: file:")
                    .withMessageContaining("gs://");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().create(environment(new InMemoryObjectStore())))
                .withMessageContaining("storage: memory:");
    }

    @Test
    void aContextThatIsNotThereIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: here
                clusters: [{name: c, cluster: {server: "https://192.0.2.1:6443"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: here, context: {cluster: c, user: u, namespace: own}}]
                """);

        assertThat(ClusterConfigs.of(Optional.of(file), Optional.empty(), Optional.empty())
                        .getNamespace())
                .isEqualTo("own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterConfigs.of(Optional.of(file), Optional.of("there"), Optional.empty()))
                .withMessageContaining("context: \"there\"");
    }

    private static KubernetesBackendBuilder builder() {
        return KubernetesBackend.builder().image("localhost/jre:17");
    }

    private static Backend.Environment environment(ObjectStore store) {
        return new Backend.Environment(store, Schedulers.immediate());
    }

    private static void refused(UnaryOperator<KubernetesBackendBuilder> option, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> option.apply(builder()).options())
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
