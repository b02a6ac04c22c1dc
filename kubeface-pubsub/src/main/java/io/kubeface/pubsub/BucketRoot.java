package io.kubeface.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a store's objects lie.
 *
 * @param bucket its name
 * @param prefix what the names of all objects of the store begin with in the bucket: empty, or it ends with a slash
 */
record BucketRoot(String bucket, String prefix) {
    private static final String SCHEME = "gs://";
    private static final int LONGEST_FILTER_BYTES = 256;
    private static final String RESULTS = "results/";

    /** Reads the URL of a store. */
    static BucketRoot of(String url) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "PubSubEvents hears of objects in a bucket, gs://bucket[/prefix]; the storage is " + url
                            + ". Give a gs:// URL as the storage, or leave out events(...).");
        }
        String path = url.substring(SCHEME.length());
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("A bucket's URL is gs://bucket[/prefix]; got " + url + ".");
        }
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return new BucketRoot(bucket, prefix.isEmpty() ? "" : prefix + "/");
    }

    /** What the names of results begin with in the bucket. */
    String resultsPrefix() {
        return prefix + RESULTS;
    }

    /**
     * Which messages a subscription is for, in Pub/Sub's language. At most 256 bytes, as Pub/Sub wants it: of a very long
     * prefix only the beginning is looked at, and the rest is left to {@link #result}.
     */
    String filter() {
        String start = resultsPrefix();
        String filter = filter(start);
        while (filter.getBytes(StandardCharsets.UTF_8).length > LONGEST_FILTER_BYTES) {
            start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
            filter = filter(start);
        }
        return filter;
    }

    /**
     * The name below the root of the result that a message tells of.
     *
     * @param attributes the message's
     * @return empty when it tells of something else
     */
    Optional<String> result(Map<String, String> attributes) {
        String object = attributes.getOrDefault("objectId", "");
        boolean ours = "OBJECT_FINALIZE".equals(attributes.get("eventType"))
                && bucket.equals(attributes.get("bucketId"))
                && object.startsWith(resultsPrefix());
        return ours ? Optional.of(object.substring(prefix.length())) : Optional.empty();
    }

    private static String filter(String start) {
        String quoted = start.replace("\\", "\\\\").replace("\"", "\\\"");
        return "attributes.eventType = \"OBJECT_FINALIZE\" AND hasPrefix(attributes.objectId, \"" + quoted + "\")";
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix;
    }
}
