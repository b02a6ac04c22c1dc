package io.kubeface.benchmarks;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;

/** The floor for a worker whose storage is a bucket: a JVM that reads one object with Google's client, and ends. */
public final class BareGet {
    private BareGet() {}

    /** Takes the emulator's URL, the bucket and the object's name. */
    public static void main(String[] args) {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "Three arguments are needed: the emulator's URL, the bucket and the object's name.");
        }
        Storage storage = StorageOptions.http()
                .setHost(args[0])
                .setProjectId("any")
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        byte[] content = storage.get(BlobId.of(args[1], args[2])).getContent();
        if (content.length == 0) {
            throw new IllegalStateException("The object is empty.");
        }
    }
}
