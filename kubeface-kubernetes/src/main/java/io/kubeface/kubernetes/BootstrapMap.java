package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.code.WorkerList;
import java.io.IOException;
import java.util.Base64;

/** Pure, but for reading jars: the ConfigMap from which a pod starts when its image has no worker. */
final class BootstrapMap {
    static final String JAR = "bootstrap.jar";
    static final String JAR_LIST = "worker-jars.txt";

    private BootstrapMap() {}

    /**
     * The ConfigMap of a client's worker.
     *
     * @throws IOException when the class path has no bootstrap, or it cannot be read
     */
    static ConfigMap of(String client, String namespace, StagedCode code) throws IOException {
        String jarList = WorkerList.format(code.worker());
        byte[] jar = BootstrapJar.of(code);
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("kubeface-" + client + "-" + PodNames.digest(jarList))
                .withNamespace(namespace)
                .addToLabels(PodTemplate.clientLabels(client))
                .endMetadata()
                .withImmutable(true)
                .addToBinaryData(JAR, Base64.getEncoder().encodeToString(jar))
                .addToData(JAR_LIST, jarList)
                .build();
    }
}
