package io.kubeface.gcs;

import com.google.cloud.storage.contrib.nio.CloudStorageConfiguration;
import com.google.cloud.storage.contrib.nio.CloudStorageFileSystem;
import io.kubeface.core.PathProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Paths of objects, by URLs such as {@code gs://my-bucket/some/object}. Who is asking is told as {@link
 * GcsObjectStoreProvider} has it, an emulator too. Making a path reaches for nothing.
 */
public final class GcsPathProvider implements PathProvider {
    /** A read that breaks goes on where it was, so often. */
    private static final int REOPENS = 3;

    /** One for each bucket, for as long as the process lives: it has a client, and paths of one can be compared. */
    private static final Map<String, CloudStorageFileSystem> FILE_SYSTEMS = new HashMap<>();

    @Override
    public String scheme() {
        return "gs";
    }

    @Override
    public Path path(String url) throws IOException {
        int begin = url.indexOf("://") + 3;
        int slash = url.indexOf('/', begin);
        String bucket =
                BucketUrl.parse(slash < 0 ? url : url.substring(0, slash)).bucket();
        return fileSystem(bucket).getPath(slash < 0 ? "/" : url.substring(slash));
    }

    private static CloudStorageFileSystem fileSystem(String bucket) throws IOException {
        synchronized (FILE_SYSTEMS) {
            CloudStorageFileSystem known = FILE_SYSTEMS.get(bucket);
            if (known == null) {
                known = CloudStorageFileSystem.forBucket(
                        bucket,
                        CloudStorageConfiguration.builder()
                                .maxChannelReopens(REOPENS)
                                .build(),
                        StorageClients.options(Endpoint.ofEnvironment(), RetryBounds.DEFAULT));
                FILE_SYSTEMS.put(bucket, known);
            }
            return known;
        }
    }
}
