package io.kubeface.core.name;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * One subscription's name for itself: unlike any other, readable, and sortable by time among jobs of one name.
 *
 * @param value 1 to 100 characters of {@code a-z 0-9 -}, the first of them a letter or digit
 */
public record JobId(String value) {
    public JobId {
        Segments.checked("A job id", value);
    }

    /**
     * Makes an id of a name that a person gave, which may have any characters and any length: what an id cannot hold
     * becomes a dash.
     */
    public static JobId of(String name, Instant now, RandomGenerator random) {
        return FreshJobId.of(name, now, random);
    }

    /** The key of a job whose objects go when it ends. */
    public JobKey asKey() {
        return new JobKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
