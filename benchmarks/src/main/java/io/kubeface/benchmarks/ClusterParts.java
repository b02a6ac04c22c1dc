package io.kubeface.benchmarks;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.kubernetes.KubernetesBackendBuilder;

/** A new namespace of the cluster, and a new bucket of the emulator, that the environment names. */
final class ClusterParts implements AutoCloseable {
    private final String name = "kubeface-benchmark-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    final KubernetesClient client = new KubernetesClientBuilder().build();
    final Storage storage;

    ClusterParts() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
        storage = StorageOptions.http()
                .setHost(variable("STORAGE_EMULATOR_HOST"))
                .setProjectId(project())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        storage.create(BucketInfo.of(name));
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
        return name;
    }

    String url() {
        return "gs://" + name + "/root";
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
        for (Blob object : storage.list(name).iterateAll()) {
            object.delete();
        }
        storage.delete(name);
    }
}
