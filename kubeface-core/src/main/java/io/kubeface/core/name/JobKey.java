package io.kubeface.core.name;

/**
 * What the objects of a job are filed under: its id, or, when results are kept for later runs, its cache key.
 *
 * @param value 1 to 100 characters of {@code a-z 0-9 -}, the first of them a letter or digit
 */
public record JobKey(String value) {
    public JobKey {
        Segments.checked("A job key", value);
    }

    /**
     * The key of all jobs with a cache key. Any characters and any length will do: what a name cannot hold becomes a dash,
     * and a digest of the whole keeps different cache keys apart.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static JobKey ofCacheKey(String cacheKey) {
        return CacheKeys.key(cacheKey);
    }

    /** Whether this was made of a cache key, and is not one job's id. */
    public boolean isOfCacheKey() {
        return CacheKeys.isKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
