package io.kubeface.core.name;

/** Job keys that are made of cache keys. Apart from {@link JobKey}, so that a worker does not load what makes them. */
final class CacheKeys {
    /** Eighty bits; a job's id ends in six characters after its last dash, so that none looks like a key. */
    private static final int DIGEST_CHARACTERS = 16;

    private CacheKeys() {}

    static JobKey key(String cacheKey) {
        if (cacheKey.isEmpty()) {
            throw new IllegalArgumentException("A cache key has at least one character; got an empty one.");
        }
        return new JobKey(Slug.of(cacheKey, "key") + "-" + Base32.first(DIGEST_CHARACTERS, Base32.sha256(cacheKey)));
    }

    static boolean isKey(String value) {
        return Base32.is(DIGEST_CHARACTERS, value.substring(value.lastIndexOf('-') + 1)) && value.indexOf('-') > 0;
    }
}
