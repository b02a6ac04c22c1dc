package io.kubeface.systemtests;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.kubernetes.KubernetesBackendBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/**
 * A new namespace that holds what {@code deploy/kubernetes} says and nothing else. Drivers have the rights that are
 * written there, the tests themselves those of KUBECONFIG.
 */
public final class Cluster implements AutoCloseable {
    private static final String DEPLOYED_NAMESPACE = "kubeface";
    /** The service account of drivers. */
    static final String DRIVER = "kubeface-driver";

    public final KubernetesClient client;
    public final String namespace =
            "kubeface-test-" + UUID.randomUUID().toString().substring(0, 8);
    /** With the rights of {@code deploy/kubernetes}. */
    public final Path driverConfig;

    private final ApiRequests requests;

    /** Makes the namespace; what drivers need goes to this directory. */
    public Cluster(Path directory) throws IOException {
        RealParts.variable("KUBECONFIG");
        client = new KubernetesClientBuilder().build();
        deploy("namespace.yaml");
        deploy("driver-rbac.yaml");
        awaitDeployed();
        requests = new ApiRequests(client.getConfiguration());
        driverConfig = driverConfig(directory);
    }

    private void deploy(String file) throws IOException {
        String text = Files.readString(RealParts.inCheckout("deploy/kubernetes").resolve(file))
                .replaceAll("(?m)^(\\s*(?:namespace|name)): " + DEPLOYED_NAMESPACE + "$", "$1: " + namespace);
        for (HasMetadata resource : client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            client.resource(resource).serverSideApply();
        }
    }

    /** Waits for what the cluster adds to a namespace, and until its API server knows what the driver may do. */
    private void awaitDeployed() {
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(account -> account != null, Deadlines.LONG.toSeconds(), TimeUnit.SECONDS);
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + namespace + ":" + DRIVER)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb("list")
                .withResource("pods")
                .endResourceAttributes()
                .endSpec()
                .build();
        Mono.fromCallable(() -> client.authorization()
                        .v1()
                        .subjectAccessReview()
                        .create(review)
                        .getStatus())
                .filter(SubjectAccessReviewStatus::getAllowed)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(100)))
                .block(Deadlines.LONG);
    }

    private Path driverConfig(Path directory) throws IOException {
        String token = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(DRIVER)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        io.fabric8.kubernetes.api.model.Config config = Serialization.unmarshal(
                Files.readString(Path.of(RealParts.variable("KUBECONFIG"))),
                io.fabric8.kubernetes.api.model.Config.class);
        String current = config.getCurrentContext();
        config.getContexts().removeIf(context -> !context.getName().equals(current));
        config.getContexts().get(0).getContext().setNamespace(namespace);
        config.getContexts().get(0).getContext().setUser(DRIVER);
        // By way of what keeps the requests; it speaks plain HTTP on this side.
        config.getClusters().forEach(named -> {
            named.getCluster().setServer(requests.url());
            named.getCluster().setCertificateAuthorityData(null);
        });
        config.getUsers().clear();
        config.getUsers()
                .add(new io.fabric8.kubernetes.api.model.NamedAuthInfoBuilder()
                        .withName(DRIVER)
                        .withNewUser()
                        .withToken(token)
                        .endUser()
                        .build());
        return Files.writeString(directory.resolve("driver-kubeconfig"), Serialization.asYaml(config));
    }

    /** A backend with the driver's rights, and small pods of a bare JRE image. */
    KubernetesBackendBuilder backend() {
        return KubernetesBackend.builder()
                .kubeconfig(driverConfig)
                .image(RealParts.jreImage())
                .cpu("10m")
                .memory("256Mi");
    }

    /** The kubeconfig of a driver. */
    Path driverConfig() {
        return driverConfig;
    }

    /** All pods that there are. */
    public List<Pod> pods() {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    /** Names of what the driver made of these. */
    public List<String> configMaps() {
        return client.configMaps().inNamespace(namespace).list().getItems().stream()
                .map((ConfigMap map) -> map.getMetadata().getName())
                .filter(name -> !name.equals("kube-root-ca.crt"))
                .toList();
    }

    /** The first lines of the driver's requests for this resource whose method is this one. */
    List<String> requests(String method, String resource) {
        return requests.startingWith(method + " /api/v1/namespaces/" + namespace + "/" + resource);
    }

    /** Breaks the driver's connections to the API server, its watch too. */
    public void cutWatches() throws IOException {
        requests.cut();
    }

    /** Waits until the driver has tried in vain so many times more to reach the API server. */
    public void awaitRefused(int times) throws InterruptedException {
        requests.awaitRefused(times);
    }

    /** Waits until the only pod runs. */
    Pod awaitRunning() {
        return client.pods()
                .inNamespace(namespace)
                .waitUntilCondition(
                        pod -> pod != null && "Running".equals(pod.getStatus().getPhase()),
                        Deadlines.LONG.toSeconds(),
                        TimeUnit.SECONDS);
    }

    /** Waits until a pod has printed this line. */
    void awaitPrinted(Pod pod, String line) throws IOException {
        try (LogWatch log = client.pods().resource(pod).watchLog();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(log.getOutput(), StandardCharsets.UTF_8))) {
            if (lines.lines().noneMatch(line::equals)) {
                throw new AssertionError("The pod ended before it printed: " + line);
            }
        }
    }

    /** Allows no more than this, from now on. */
    void quota(String resource, String most) {
        ResourceQuota quota = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("test")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addToHard(resource, Quantity.parse(most))
                .endSpec()
                .build();
        client.resource(quota).create();
        client.resource(quota)
                .waitUntilCondition(
                        made -> made != null
                                && made.getStatus() != null
                                && made.getStatus().getHard() != null
                                && made.getStatus().getHard().containsKey(resource),
                        Deadlines.LONG.toSeconds(),
                        TimeUnit.SECONDS);
    }

    /** A pod of somebody else that does nothing. */
    Pod sleeper() {
        return client.resource(client.getKubernetesSerialization()
                        .unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: sleeper, namespace: %s}
                spec:
                  nodeSelector: {no: node}
                  securityContext: {runAsNonRoot: true, runAsUser: 1, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: sleeper
                    image: %s
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """.formatted(namespace, RealParts.jreImage()), Pod.class))
                .create();
    }

    /** Ends the worker's process and leaves the pod alone. */
    public void killWorker(Pod pod) {
        try (ExecWatch kill = client.pods().resource(pod).terminateOnError().exec("kill", "-TERM", "1")) {
            kill.exitCode().join();
        }
    }

    @Override
    public void close() throws IOException {
        requests.close();
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
