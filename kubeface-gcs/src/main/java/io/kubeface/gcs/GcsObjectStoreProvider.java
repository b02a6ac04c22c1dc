package io.kubeface.gcs;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStoreProvider;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Opens buckets of Google Cloud Storage by URLs such as {@code gs://my-bucket} and {@code gs://my-bucket/some/prefix}.
 *
 * <p>Who is asking is told by the application default credentials, workload identity among them. With the environment
 * variable {@code STORAGE_EMULATOR_HOST} set (a URL, or host and port) the emulator there is used, without credentials.
 * Opening reaches for nothing: a bucket that is not there shows at the first call.
 */
public final class GcsObjectStoreProvider implements ObjectStoreProvider {
    static final String TRAINING_BUCKET = "training";

    @Override
    public String scheme() {
        return "gs";
    }

    @Override
    public ObjectStore open(String url) throws IOException {
        BucketUrl root = BucketUrl.parse(url);
        Endpoint endpoint = Endpoint.ofEnvironment();
        return new GcsObjectStore(root, endpoint, RetryBounds.DEFAULT, new Alone());
    }

    /**
     * A store on a server within this JVM that answers as the service does. Neither a certificate nor credentials are
     * looked at, so that the classes for those are not among the trained.
     */
    @Override
    public Optional<ObjectStore> openForTraining() throws IOException {
        TrainingServer server = new TrainingServer();
        Endpoint endpoint = Endpoint.of(server.url(), null);
        return Optional.of(
                new GcsObjectStore(new BucketUrl(TRAINING_BUCKET, ""), endpoint, RetryBounds.DEFAULT, server));
    }

    /** No lambda: a training run does not come by here, and one that is not in its archive costs a start 10 ms. */
    private static final class Alone implements Closeable {
        @Override
        public void close() {}
    }
}
