package io.kubeface.gcs;

import com.google.cloud.storage.BlobInfo;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the object that stands in a create's way was written by that very create: the client repeats a request
 * whose answer was lost, and the repetition then meets its own object. Content and this mark must be the same; the mark
 * alone sets apart writers of equal content.
 */
final class WriteMark {
    static final String KEY = "kubeface-write";

    private final String value;

    WriteMark() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        value = Long.toHexString(random.nextLong()) + Long.toHexString(System.nanoTime());
    }

    Map<String, String> metadata() {
        return Map.of(KEY, value);
    }

    boolean isOn(BlobInfo blob) {
        @Nullable Map<String, @Nullable String> metadata = blob.getMetadata();
        return metadata != null && value.equals(metadata.get(KEY));
    }
}
