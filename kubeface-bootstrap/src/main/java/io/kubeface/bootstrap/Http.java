package io.kubeface.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer: a failure that may pass is an IOException, another a BootstrapException. */
final class Http {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int MOST_OF_A_MESSAGE = 2_000;

    private Http() {}

    /**
     * Sends a request, and returns the body of the answer.
     *
     * @param form what to post; null to get
     */
    static InputStream open(String url, Map<String, String> headers, @Nullable String form)
            throws IOException, BootstrapException {
        if (!(new URL(url).openConnection() instanceof HttpURLConnection connection)) {
            throw BootstrapException.useless("No URL of a web server: " + url);
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false); // They would carry the token elsewhere.
        headers.forEach(connection::setRequestProperty);
        if (form != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(form.getBytes(StandardCharsets.US_ASCII));
            }
        }
        int status = connection.getResponseCode();
        if (status == 200) {
            return connection.getInputStream();
        }
        String message = "HTTP " + status + " of " + url + ": " + message(connection);
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException(message);
        }
        throw BootstrapException.useless(message + cure(status));
    }

    static String text(String url, Map<String, String> headers, @Nullable String form)
            throws IOException, BootstrapException {
        try (InputStream in = open(url, headers, form)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String message(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getErrorStream()) {
            return in == null ? "" : new String(in.readNBytes(MOST_OF_A_MESSAGE), StandardCharsets.UTF_8).strip();
        }
    }

    private static String cure(int status) {
        return switch (status) {
            case 401, 403 -> " Give the pod's identity the role roles/storage.objectUser on the bucket.";
            case 404 ->
                " It is not there, or the pod's identity must not know of it. Has somebody removed the driver's"
                        + " code, or is the bucket another one?";
            default -> "";
        };
    }
}
