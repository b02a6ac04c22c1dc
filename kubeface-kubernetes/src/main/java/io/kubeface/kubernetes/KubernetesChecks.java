package io.kubeface.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubeface.core.check.Check;
import io.kubeface.core.check.CheckGroup;
import java.util.List;

/** What a driver needs of its cluster before it makes a pod. */
public final class KubernetesChecks implements CheckGroup {
    /** Whether the API server answers and the namespace is there. */
    public static final String NAMESPACE = "namespace";
    /** Whether the driver may do what it does. */
    public static final String RIGHTS = "cluster rights";

    private final KubernetesClient client;
    private final String namespace;

    KubernetesChecks(Config config) {
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.namespace = config.getNamespace();
    }

    /**
     * Those of a backend with these options; calls nothing yet.
     *
     * @throws IllegalArgumentException when an option is missing or wrong, or there is no cluster
     */
    public static KubernetesChecks of(KubernetesBackendBuilder backend) {
        KubernetesOptions options = backend.options();
        return new KubernetesChecks(ClusterConfigs.of(options.kubeconfig(), options.context(), options.namespace()));
    }

    @Override
    public List<Check> checks() {
        return List.of(new NamespaceCheck(client, namespace), new RightsCheck(client, namespace));
    }

    @Override
    public void close() {
        client.close();
    }
}
