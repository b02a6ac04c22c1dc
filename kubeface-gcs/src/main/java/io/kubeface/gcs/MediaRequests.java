package io.kubeface.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.escape.CharEscapers;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Asks for objects' bytes with the client's credentials, timeouts and retries, but not by its methods: those ask once
 * for the bytes and once for what is known of the object, which
 * <a href="https://cloud.google.com/storage/docs/json_api/v1/objects/get">the answer with the bytes</a> tells as well.
 */
final class MediaRequests {
    private static final int PARTIAL_CONTENT = 206;

    private final HttpStorageOptions options;
    private final RetryBounds bounds;
    private final HttpRequestFactory requests;

    MediaRequests(HttpStorageOptions options, RetryBounds bounds) {
        this.options = options;
        this.bounds = bounds;
        HttpTransportOptions transport = (HttpTransportOptions) options.getTransportOptions();
        this.requests = new NetHttpTransport().createRequestFactory(transport.getHttpRequestInitializer(options));
    }

    /**
     * Begins to read an object; asks again within the bounds where the client would.
     *
     * @param generation which of its versions; null for the newest
     * @param from the first byte that is wanted
     * @throws StorageException the service did not give it
     * @throws InterruptedIOException the thread was interrupted while it waited to ask again
     */
    Media open(BlobId id, @Nullable String generation, long from) throws IOException {
        GenericUrl url = url(id, generation);
        long last = System.nanoTime() + bounds.total().toNanos();
        Duration pause = bounds.firstDelay();
        for (int attempt = 1; ; attempt++) {
            try {
                return send(url, from);
            } catch (StorageException e) {
                if (attempt == bounds.attempts() || !e.isRetryable() || System.nanoTime() - last > 0) {
                    throw e;
                }
                rest(pause, e);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(bounds.longestDelay()) < 0 ? longer : bounds.longestDelay();
            }
        }
    }

    /** Somewhere between half of a pause and all of it. */
    private static void rest(Duration pause, StorageException e) throws InterruptedIOException {
        long most = pause.toMillis();
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException told = new InterruptedIOException("Interrupted before a request was sent again.");
            told.addSuppressed(e);
            throw told;
        }
    }

    private Media send(GenericUrl url, long from) {
        try {
            HttpRequest request = requests.buildGetRequest(url);
            request.setThrowExceptionOnExecuteError(false);
            // What is stored compressed is read as it is stored.
            request.setResponseReturnRawInputStream(true);
            if (from > 0) {
                request.getHeaders().setRange("bytes=" + from + "-");
            }
            HttpResponse response = request.execute();
            if (!response.isSuccessStatusCode()) {
                throw GoogleJsonResponseException.from(GsonFactory.getDefaultInstance(), response);
            }
            Media media = new Media(response);
            if (from > 0 && media.status() != PARTIAL_CONTENT) {
                media.abandon();
                throw new IOException(
                        "The service gave all of an object of which bytes from " + from + " on were" + " asked for.");
            }
            return media;
        } catch (IOException e) {
            throw new StorageException(e);
        }
    }

    private GenericUrl url(BlobId id, @Nullable String generation) {
        String url = options.getHost() + "/storage/v1/b/" + CharEscapers.escapeUriPath(id.getBucket()) + "/o/"
                + CharEscapers.escapeUriPath(id.getName()).replace("+", "%2B") + "?alt=media";
        return new GenericUrl(generation == null ? url : url + "&generation=" + generation, true);
    }
}
