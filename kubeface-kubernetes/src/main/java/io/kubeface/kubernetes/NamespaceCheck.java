package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.check.Check;
import io.kubeface.core.check.Finding;
import java.util.List;

/** Asks for a ConfigMap that is not made: a driver need not have the right to look at its namespace. */
record NamespaceCheck(KubernetesClient client, String namespace) implements Check {
    @Override
    public String name() {
        return KubernetesChecks.NAMESPACE;
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Finding run() {
        String server = client.getMasterUrl().toString();
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("kubeface-doctor")
                .withNamespace(namespace)
                .endMetadata()
                .build();
        try {
            client.configMaps().resource(map).dryRun().create();
            return Finding.ok(namespace + " at " + server);
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case ApiFailures.NOT_FOUND ->
                    Finding.failed("There is no namespace " + namespace + " at " + server
                            + ". Make it: kubectl create namespace " + namespace
                            + " (deploy/kubernetes/namespace.yaml has one for workers), or name another.");
                case ApiFailures.FORBIDDEN ->
                    Finding.ok(server + " answers; whether the namespace " + namespace
                            + " is there, it tells only those who have rights in it");
                default -> throw ApiFailures.launch(e, "use the namespace " + namespace + " at " + server);
            };
        }
    }
}
