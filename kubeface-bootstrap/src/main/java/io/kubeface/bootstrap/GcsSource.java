package io.kubeface.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A bucket of Google Cloud Storage, by the JSON API. */
final class GcsSource implements CodeSource {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final String endpoint;
    private final String bucket;
    private final String prefix;
    private final Map<String, String> headers;

    private GcsSource(String endpoint, String bucket, String prefix, Map<String, String> headers) {
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.prefix = prefix;
        this.headers = headers;
    }

    /**
     * Opens {@code gs://bucket} or {@code gs://bucket/prefix}, with the credentials that the environment names, but
     * against an emulator without any.
     */
    static GcsSource open(String storage, Map<String, String> environment) throws BootstrapException {
        String path = storage.substring("gs://".length());
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        if (bucket.isEmpty()) {
            throw BootstrapException.useless("--storage " + storage + " names no bucket; write gs://bucket/prefix.");
        }
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        if (!prefix.isEmpty()) {
            prefix += "/";
        }
        String emulator = environment.getOrDefault("STORAGE_EMULATOR_HOST", "");
        if (!emulator.isEmpty()) {
            return new GcsSource(url(emulator), bucket, prefix, Map.of());
        }
        String token = new Credentials(environment, new Retries(Thread::sleep)).token();
        return new GcsSource(
                "https://storage.googleapis.com", bucket, prefix, Map.of("Authorization", "Bearer " + token));
    }

    private static String url(String host) {
        String url = host.contains("://") ? host : "http://" + host;
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public InputStream open(String name) throws IOException, BootstrapException {
        return Http.open(
                endpoint + "/storage/v1/b/" + encoded(bucket) + "/o/" + encoded(prefix + name) + "?alt=media",
                headers,
                null);
    }

    @Override
    public String address(String name) {
        return "gs://" + bucket + "/" + prefix + name;
    }

    static String encoded(String text) {
        StringBuilder url = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                url.append((char) b);
            } else {
                url.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
            }
        }
        return url.toString();
    }
}
