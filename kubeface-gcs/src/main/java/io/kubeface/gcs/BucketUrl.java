package io.kubeface.gcs;

import io.kubeface.core.store.ObjectNames;

/**
 * The root of a store in a bucket.
 *
 * @param bucket the bucket's name
 * @param prefix what the names of all objects begin with: empty, or ends with a slash
 */
record BucketUrl(String bucket, String prefix) {
    private static final String SCHEME = "gs://";
    /** The service takes names of 1024 bytes, and names below the root have up to 900. */
    private static final int LONGEST_PREFIX = 123;

    /**
     * Reads {@code gs://bucket[/prefix][/]}.
     *
     * @throws IllegalArgumentException when it is not of that form; the message says what is wrong
     */
    static BucketUrl parse(String url) {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refused(url, "it does not begin with " + SCHEME);
        }
        int slash = url.indexOf('/', SCHEME.length());
        String bucket = slash < 0 ? url.substring(SCHEME.length()) : url.substring(SCHEME.length(), slash);
        checkBucket(url, bucket);
        String prefix = slash < 0 ? "" : url.substring(slash + 1);
        if (prefix.isEmpty()) {
            return new BucketUrl(bucket, "");
        }
        if (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        if (prefix.length() > LONGEST_PREFIX) {
            throw refused(url, "the prefix has more than " + LONGEST_PREFIX + " characters");
        }
        try {
            ObjectNames.check(prefix);
        } catch (IllegalArgumentException e) {
            throw refused(url, "of its prefix holds: " + e.getMessage());
        }
        return new BucketUrl(bucket, prefix + "/");
    }

    /** The URL without a slash at its end. */
    String url() {
        return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }

    private static void checkBucket(String url, String bucket) {
        if (bucket.length() < 3 || bucket.length() > 222) {
            throw refused(url, "a bucket's name has 3 to 222 characters; this one is \"" + bucket + "\"");
        }
        for (int i = 0; i < bucket.length(); i++) {
            char c = bucket.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            boolean atEnd = i == 0 || i == bucket.length() - 1;
            if (!letterOrDigit && (atEnd || (c != '-' && c != '_' && c != '.'))) {
                throw refused(
                        url,
                        "a bucket's name is made of a-z 0-9 - _ . and begins and ends with a letter or digit; this one"
                                + " is \"" + bucket + "\"");
            }
        }
    }

    private static IllegalArgumentException refused(String url, String why) {
        return new IllegalArgumentException(
                "The storage \"" + url + "\" is no bucket: " + why + ". Write gs://BUCKET or gs://BUCKET/PREFIX.");
    }
}
