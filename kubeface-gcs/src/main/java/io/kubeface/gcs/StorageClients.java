package io.kubeface.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.StorageOptions;
import io.kubeface.core.store.PermanentStorageException;
import org.jspecify.annotations.Nullable;

/** How Google's client is set up. */
final class StorageClients {
    private StorageClients() {}

    static HttpStorageOptions options(Endpoint endpoint, RetryBounds bounds) throws PermanentStorageException {
        try {
            HttpStorageOptions.Builder options = StorageOptions.http();
            options.setProjectId(endpoint.project());
            options.setTransportOptions(HttpTransportOptions.newBuilder()
                    .setConnectTimeout(RetryBounds.CONNECT_TIMEOUT_MILLIS)
                    .setReadTimeout(RetryBounds.READ_TIMEOUT_MILLIS)
                    .build());
            options.setRetrySettings(bounds.settings());
            options.setStorageRetryStrategy(new Repeating());
            @Nullable String emulator = endpoint.emulator();
            if (emulator != null) {
                options.setHost(emulator);
                options.setCredentials(NoCredentials.getInstance());
            }
            return options.build();
        } catch (RuntimeException e) {
            throw new PermanentStorageException(
                    "The client of Google Cloud Storage cannot be made: " + e.getMessage() + " Check"
                            + " GOOGLE_APPLICATION_CREDENTIALS and STORAGE_EMULATOR_HOST.",
                    e);
        }
    }
}
