package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.events.NoEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What {@code deploy/kubernetes} gives driver and pods, and what not. */
class DriverRightsIT {
    private static final Set<String> ABOUT_ONESELF = Set.of("authorization.k8s.io", "authentication.k8s.io");

    @TempDir
    Path directory;

    private Cluster cluster;
    private KubernetesClient driver;

    @BeforeEach
    void open() throws Exception {
        cluster = new Cluster(directory);
        driver = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.driverConfig.toFile()))
                .build();
    }

    @AfterEach
    void close() throws Exception {
        driver.close();
        cluster.close();
    }

    @Test
    void theDriverMayDoInItsNamespaceWhatIsWrittenAndNoMore() {
        assertThat(rights(cluster.namespace))
                .containsExactlyInAnyOrder(
                        "pods create",
                        "pods get",
                        "pods list",
                        "pods watch",
                        "pods delete",
                        "pods/log get",
                        "events list",
                        "configmaps create",
                        "configmaps delete");
    }

    @Test
    void theDriverMayDoNothingInAnotherNamespace() {
        assertThat(rights("default")).isEmpty();
        assertForbidden(() -> driver.pods().inNamespace("default").list());
        assertForbidden(() -> driver.configMaps()
                .inNamespace("default")
                .withName("kube-root-ca.crt")
                .delete());
        assertForbidden(() -> driver.pods().inAnyNamespace().list());
        assertForbidden(() -> driver.nodes().list());
    }

    @Test
    void theDriverMayReadNoSecretAndEnterNoPod() {
        Pod pod = cluster.sleeper();

        assertForbidden(() -> driver.secrets().inNamespace(cluster.namespace).list());
        assertForbidden(() ->
                driver.secrets().inNamespace(cluster.namespace).withName("any").get());
        assertForbidden(() -> driver.raw(
                "/api/v1/namespaces/" + cluster.namespace + "/pods/"
                        + pod.getMetadata().getName() + "/exec?command=true&stdout=true",
                "POST",
                ""));
        cluster.client.resource(pod).withGracePeriod(0).delete();
    }

    @Test
    void aWorkerIsAnOrdinaryUserWithoutATokenInANamespaceThatWantsItSo() throws Exception {
        assertThat(cluster.client
                        .namespaces()
                        .withName(cluster.namespace)
                        .get()
                        .getMetadata()
                        .getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        try (Bucket bucket = new Bucket();
                Kubeface kubeface = Kubeface.builder()
                        .storage(bucket.url())
                        .backend(cluster.backend())
                        .events(environment -> new NoEvents())
                        .build()) {

            String seen = kubeface.map((Integer value) -> seen(), Flux.just(1))
                    .map(Result::get)
                    .blockLast(Deadlines.LONG);

            assertThat(seen).isEqualTo("secrets false, user 10001, no new privileges 1, capabilities 0000000000000000");
        }
    }

    private static String seen() throws Exception {
        return "secrets " + Files.exists(Path.of("/var/run/secrets")) + ", user " + status("Uid")
                + ", no new privileges " + status("NoNewPrivs") + ", capabilities " + status("CapEff");
    }

    /** Of this process, as the kernel tells it. */
    private static String status(String key) throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.split("\\s+", -1)[1])
                .findFirst()
                .orElse("unknown");
    }

    /** As the API server tells them, but for those to ask who one is and what one may. */
    private Set<String> rights(String namespace) {
        Set<String> rights = new TreeSet<>();
        for (ResourceRule rule : driver.authorization()
                .v1()
                .selfSubjectRulesReview()
                .create(new SelfSubjectRulesReviewBuilder()
                        .withNewSpec()
                        .withNamespace(namespace)
                        .endSpec()
                        .build())
                .getStatus()
                .getResourceRules()) {
            if (!ABOUT_ONESELF.containsAll(rule.getApiGroups())) {
                rule.getResources()
                        .forEach(resource -> rule.getVerbs().forEach(verb -> rights.add(resource + " " + verb)));
            }
        }
        return rights;
    }

    private static void assertForbidden(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403));
    }
}
