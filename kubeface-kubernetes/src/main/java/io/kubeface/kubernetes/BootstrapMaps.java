package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.LaunchException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ConfigMaps of a client: one for each worker that it has, which is one, made before its first pod. */
final class BootstrapMaps {
    private final Cluster cluster;
    private final String client;
    private final Map<StagedCode, String> names = new ConcurrentHashMap<>();
    private final Set<String> mayExist = ConcurrentHashMap.newKeySet();

    BootstrapMaps(Cluster cluster, String client) {
        this.cluster = cluster;
        this.client = client;
    }

    /** The name of the ConfigMap for this code, which is there now. Blocking. */
    String ensure(StagedCode code) {
        String name = names.get(code);
        return name == null ? make(code) : name;
    }

    private synchronized String make(StagedCode code) {
        String known = names.get(code);
        if (known != null) {
            return known;
        }
        ConfigMap map = read(code);
        String name = map.getMetadata().getName();
        mayExist.add(name);
        try {
            cluster.create(map);
        } catch (KubernetesClientException e) {
            if (ApiFailures.isTransient(e)) {
                throw e;
            }
            mayExist.remove(name);
            throw ApiFailures.launch(e, "create configmaps in namespace \"" + cluster.namespace() + "\"");
        }
        names.put(code, name);
        return name;
    }

    private ConfigMap read(StagedCode code) {
        try {
            return BootstrapMap.of(client, cluster.namespace(), code);
        } catch (IOException e) {
            throw new LaunchException(FailureKind.LAUNCH, false, String.valueOf(e.getMessage()), e);
        }
    }

    /** Those that may have been made. */
    List<String> names() {
        return List.copyOf(mayExist);
    }
}
