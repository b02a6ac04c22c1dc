package io.kubeface.gcs;

import org.jspecify.annotations.Nullable;

/**
 * Which service holds the buckets.
 *
 * @param emulator the URL of an emulator, without a slash at its end; null for Google's own service
 * @param project the project to name; objects belong to a bucket and not to a project, so that it matters to no call
 */
record Endpoint(@Nullable String emulator, String project) {
    /** Given to the client so that it does not go and look for one, which costs a worker a call to its machine. */
    private static final String NO_PROJECT = "none";

    /** As this process's environment says. */
    static Endpoint ofEnvironment() {
        return of(System.getenv("STORAGE_EMULATOR_HOST"), System.getenv("GOOGLE_CLOUD_PROJECT"));
    }

    /**
     * From the values of {@code STORAGE_EMULATOR_HOST} and {@code GOOGLE_CLOUD_PROJECT}; an empty one is as none.
     */
    static Endpoint of(@Nullable String emulatorHost, @Nullable String project) {
        return new Endpoint(
                emulatorHost == null || emulatorHost.isBlank() ? null : emulatorUrl(emulatorHost.strip()),
                project == null || project.isBlank() ? NO_PROJECT : project);
    }

    /** Where a person finds an object: the page of the console about it, or its content at the emulator. */
    String address(String bucket, String nameInBucket) {
        if (emulator == null) {
            return "https://console.cloud.google.com/storage/browser/_details/" + bucket + "/" + nameInBucket;
        }
        return emulator + "/download/storage/v1/b/" + bucket + "/o/"
                + nameInBucket.replace("/", "%2F").replace("+", "%2B") + "?alt=media";
    }

    private static String emulatorUrl(String host) {
        String url = host.contains("://") ? host : "http://" + host;
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
