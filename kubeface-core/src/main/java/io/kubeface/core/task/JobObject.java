package io.kubeface.core.task;

import io.kubeface.core.name.ObjectName;
import org.jspecify.annotations.Nullable;

/** A job's object as it was read for its manifest. */
final class JobObject {
    /** Up to this length an object is kept whole, so that its function need not be fetched again. */
    static final int LARGEST_KEPT = 1024 * 1024;

    private final ObjectName.Job name;
    private final JobManifest manifest;
    private final byte @Nullable [] whole;

    JobObject(ObjectName.Job name, JobManifest manifest, byte @Nullable [] whole) {
        this.name = name;
        this.manifest = manifest;
        this.whole = whole;
    }

    ObjectName.Job name() {
        return name;
    }

    JobManifest manifest() {
        return manifest;
    }

    /** All its bytes; null when it was too large to be kept. */
    byte @Nullable [] whole() {
        return whole;
    }
}
