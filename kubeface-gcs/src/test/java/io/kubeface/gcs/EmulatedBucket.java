package io.kubeface.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import java.util.concurrent.ThreadLocalRandom;

/** A bucket of a test's own in the emulator that the environment names. */
final class EmulatedBucket {
    final Endpoint endpoint;
    final String name = "kf-gcs-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    final Storage client;

    EmulatedBucket() throws Exception {
        String host = System.getenv("STORAGE_EMULATOR_HOST");
        if (host == null || host.isBlank()) {
            throw new IllegalStateException(
                    "STORAGE_EMULATOR_HOST is not set: this test needs an emulator of Google Cloud Storage there.");
        }
        endpoint = Endpoint.of(host, System.getenv("GOOGLE_CLOUD_PROJECT"));
        client = StorageClients.options(endpoint, RetryBounds.DEFAULT).getService();
        client.create(BucketInfo.of(name));
    }

    /** A store below a prefix of its own. */
    GcsObjectStore store(String prefix) throws Exception {
        return new GcsObjectStore(
                BucketUrl.parse("gs://" + name + "/" + prefix), endpoint, RetryBounds.DEFAULT, () -> {});
    }

    void empty() {
        for (Blob blob : client.list(name).iterateAll()) {
            client.delete(blob.getBlobId());
        }
    }

    void remove() throws Exception {
        empty();
        client.delete(name);
        client.close();
    }
}
