package io.kubeface.benchmarks;

import com.google.cloud.storage.Storage;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.kubernetes.KubernetesBackendBuilder;

/** A new namespace of the cluster, and a new bucket beside it. */
final class ClusterParts implements AutoCloseable {
    private final String name = "kubeface-benchmark-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    final KubernetesClient client = new KubernetesClientBuilder().build();
    private final BenchmarkBucket bucket = new BenchmarkBucket();

    ClusterParts() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    /**
     * The value of a variable of the environment.
     *
     * @throws IllegalStateException when it is not set
     */
    static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("This scenario needs a cluster and a bucket: export KUBECONFIG,"
                    + " STORAGE_EMULATOR_HOST, PUBSUB_EMULATOR_HOST, GOOGLE_CLOUD_PROJECT, and KUBEFACE_WORKER_IMAGE;"
                    + " " + name + " is not set.");
        }
        return value;
    }

    static String project() {
        return variable("GOOGLE_CLOUD_PROJECT");
    }

    String namespace() {
        return name;
    }

    String bucket() {
        return bucket.name();
    }

    Storage storage() {
        return bucket.client();
    }

    String url() {
        return bucket.url();
    }

    /** Small pods of the worker's image. */
    KubernetesBackendBuilder backend() {
        return KubernetesBackend.builder()
                .namespace(name)
                .image(variable("KUBEFACE_WORKER_IMAGE"))
                .cpu("10m")
                .memory("256Mi");
    }

    @Override
    public void close() {
        client.namespaces().withName(name).delete();
        client.close();
        bucket.close();
    }
}
