package io.kubeface.reactor;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a client's options say of its jobs' objects.
 *
 * @param cacheKeyPrefix put before cache keys
 * @param keep which objects stay
 * @param neverCleanup whether all stay, whatever else is said
 */
record JobDefaults(String cacheKeyPrefix, KeepPolicy keep, boolean neverCleanup) implements Serializable {
    static final JobDefaults DEFAULT = new JobDefaults("", KeepPolicy.NOTHING, false);

    JobDefaults {
        Objects.requireNonNull(cacheKeyPrefix, "cacheKeyPrefix");
        Objects.requireNonNull(keep, "keep");
    }

    JobDefaults withCacheKeyPrefix(String prefix) {
        return new JobDefaults(prefix, keep, neverCleanup);
    }

    JobDefaults withKeep(KeepPolicy policy) {
        return new JobDefaults(cacheKeyPrefix, policy, neverCleanup);
    }

    JobDefaults withNeverCleanup() {
        return new JobDefaults(cacheKeyPrefix, keep, true);
    }

    /** What stays of a job for which this was said. */
    KeepPolicy kept(KeepPolicy said) {
        return neverCleanup ? KeepPolicy.ALL : said;
    }
}
