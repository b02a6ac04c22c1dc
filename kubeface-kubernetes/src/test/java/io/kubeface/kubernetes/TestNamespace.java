package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A namespace of its own on the cluster that KUBECONFIG names, made with our own manifests. */
final class TestNamespace implements AutoCloseable {
    /** For what takes seconds; a test that hangs is to end at last. */
    static final Duration DEADLINE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final KubernetesClient admin;
    private final String name;

    private TestNamespace(KubernetesClient admin, String name) {
        this.admin = admin;
        this.name = name;
    }

    static TestNamespace create() throws IOException {
        String kubeconfig = System.getenv("KUBECONFIG");
        if (kubeconfig == null || kubeconfig.isEmpty()) {
            throw new IllegalStateException("KUBECONFIG is not set; it must name an administrator of a cluster.");
        }
        KubernetesClient admin = new KubernetesClientBuilder().build();
        String name = "kf-kube-" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), 36);
        TestNamespace namespace = new TestNamespace(admin, name);
        for (String manifest : List.of("namespace.yaml", "driver-rbac.yaml", "worker-service-account.yaml")) {
            namespace.apply(Path.of("..", "deploy", "kubernetes", manifest));
        }
        admin.serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .waitUntilCondition(account -> account != null, DEADLINE.toSeconds(), TimeUnit.SECONDS);
        return namespace;
    }

    /** As deploy/kubernetes/README.md says how to use another namespace. */
    private void apply(Path manifest) throws IOException {
        String text = Files.readString(manifest)
                .replace("namespace: kubeface\n", "namespace: " + name + "\n")
                .replace("name: kubeface\n", "name: " + name + "\n");
        List<HasMetadata> items = admin.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items();
        items.forEach(item -> admin.resource(item).create());
    }

    String name() {
        return name;
    }

    KubernetesClient admin() {
        return admin;
    }

    /** Waits until the API server's caches know the driver and its rights. */
    void awaitRights(Path kubeconfig) {
        try (KubernetesClient driver = client(kubeconfig)) {
            pods(driver).retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE)).block(DEADLINE);
        }
    }

    /** Waits until the API server's caches know that the driver has no rights any more. */
    void awaitRefusal(Path kubeconfig) {
        try (KubernetesClient driver = client(kubeconfig)) {
            pods(driver)
                    .repeatWhen(answers -> answers.delayElements(PAUSE))
                    .onErrorComplete(ApiFailures::isRefusal)
                    .blockLast(DEADLINE);
        }
    }

    private Mono<PodList> pods(KubernetesClient driver) {
        return Mono.fromCallable(() -> driver.pods().inNamespace(name).list());
    }

    private static KubernetesClient client(Path kubeconfig) {
        Config config = ClusterConfigs.of(Optional.of(kubeconfig), Optional.empty(), Optional.empty());
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** A kubeconfig with which one is the driver's service account. */
    Path driversKubeconfig(Path directory) throws IOException {
        String answer = admin.raw(
                "/api/v1/namespaces/" + name + "/serviceaccounts/kubeface-driver/token",
                "POST",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{\"expirationSeconds\":3600}}");
        String token = answer.replaceFirst("(?s).*\"token\":\\s*\"([^\"]+)\".*", "$1");
        String authority = admin.getConfiguration().getCaCertData();
        if (authority == null) {
            authority = Base64.getEncoder()
                    .encodeToString(
                            Files.readAllBytes(Path.of(admin.getConfiguration().getCaCertFile())));
        }
        return Files.writeString(directory.resolve(name + ".kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: driver
                clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}]
                users: [{name: u, user: {token: "%s"}}]
                contexts: [{name: driver, context: {cluster: c, user: u, namespace: "%s"}}]
                """.formatted(
                        admin.getConfiguration().getMasterUrl(), authority, token, name));
    }

    @Override
    public void close() {
        admin.namespaces().withName(name).withGracePeriod(0).delete();
        admin.close();
    }
}
