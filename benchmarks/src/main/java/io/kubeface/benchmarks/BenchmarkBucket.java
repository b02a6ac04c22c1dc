package io.kubeface.benchmarks;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageOptions;

/** A new bucket of the emulator that the environment names; gone when it is closed. */
final class BenchmarkBucket implements AutoCloseable {
    private static final String ROOT = "root/";

    private final String name = "kubeface-benchmark-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final Storage client = StorageOptions.http()
            .setHost(ClusterParts.variable("STORAGE_EMULATOR_HOST"))
            .setProjectId(ClusterParts.project())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();

    BenchmarkBucket() {
        client.create(BucketInfo.of(name));
    }

    Storage client() {
        return client;
    }

    String name() {
        return name;
    }

    /** What a Kubeface client takes as its storage. */
    String url() {
        return "gs://" + name + "/" + ROOT.substring(0, ROOT.length() - 1);
    }

    /** The name in the bucket of an object of that storage. */
    String inBucket(String path) {
        return ROOT + path;
    }

    /** Removes what lies below these paths of the storage. */
    void empty(String... prefixes) {
        for (String prefix : prefixes) {
            remove(ROOT + prefix);
        }
    }

    private void remove(String prefix) {
        for (Blob object : client.list(name, BlobListOption.prefix(prefix)).iterateAll()) {
            object.delete();
        }
    }

    @Override
    public void close() {
        remove("");
        client.delete(name);
    }
}
