package io.kubeface.reactor;

import java.util.Objects;

/**
 * What a client's options say of each of its jobs.
 *
 * @param cacheKeyPrefix put before cache keys
 * @param keep which objects stay
 */
record JobDefaults(String cacheKeyPrefix, KeepPolicy keep) {
    static final JobDefaults DEFAULT = new JobDefaults("", KeepPolicy.NOTHING);

    JobDefaults {
        Objects.requireNonNull(cacheKeyPrefix, "cacheKeyPrefix");
        Objects.requireNonNull(keep, "keep");
    }

    JobDefaults cacheKeyPrefix(String prefix) {
        return new JobDefaults(prefix, keep);
    }

    JobDefaults keep(KeepPolicy policy) {
        return new JobDefaults(cacheKeyPrefix, policy);
    }
}
