package io.kubeface.reactor;

import java.io.Serializable;
import java.util.Objects;

/**
 * Which of a job's objects stay in the storage after their results have been given to the subscriber. What stays is removed
 * by {@link Kubeface#cleanup()}. Values under a cache key stay whatever is said here, until they are cleaned up.
 *
 * @param inputs what functions were called with
 * @param results values and described failures
 * @param logs what tasks printed
 */
public record KeepPolicy(Keep inputs, Keep results, Keep logs) implements Serializable {

    /** Everything goes; the default. */
    public static final KeepPolicy NOTHING = of(Keep.NOTHING);

    /** What belongs to failed tasks stays, to look at. */
    public static final KeepPolicy FAILURES = of(Keep.FAILURES);

    /** Everything stays. */
    public static final KeepPolicy ALL = of(Keep.ALL);

    /** Whose objects stay. */
    public enum Keep {
        /** Nobody's. */
        NOTHING,
        /** Those of tasks that failed for good: at least one of whose inputs has a {@link Failure}. */
        FAILURES,
        /** Those of all tasks, also of tasks that had no end when their job ended. */
        ALL
    }

    public KeepPolicy {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(results, "results");
        Objects.requireNonNull(logs, "logs");
    }

    private static KeepPolicy of(Keep each) {
        return new KeepPolicy(each, each, each);
    }
}
