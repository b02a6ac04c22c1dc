package io.kubeface.reactor.engine;

import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.core.lifecycle.StorageSweep;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What a client's jobs left when they ended, for it to remove when it is told to: a few words for each job that kept something
 * and each cache key. Safe for use by several threads.
 */
final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    private final ObjectStore store;
    private final StoreCalls calls;
    private final Duration grace;
    private final Map<JobKey, Set<JobId>> ended = new HashMap<>();

    Leftovers(ObjectStore store, EngineSchedulers schedulers, Duration grace) {
        this.store = store;
        this.calls = new StoreCalls(schedulers);
        this.grace = grace;
    }

    /** A job has ended. */
    synchronized void ended(ObjectName.Job job, boolean keptSomething) {
        if (keptSomething || job.key().isOfCacheKey()) {
            ended.computeIfAbsent(job.key(), key -> new HashSet<>()).add(job.id());
        }
    }

    /** Removes them, and what dead drivers left. */
    Mono<CleanupReport> cleanup() {
        return calls.call(() -> {
            StorageSweep sweep = sweep();
            CleanupReport report = CleanupReport.NOTHING;
            for (Map.Entry<JobKey, Set<JobId>> jobs : endedJobs().entrySet()) {
                CleanupReport all = sweep.key(jobs.getKey());
                report = report.plus(all);
                if (all.live().isEmpty()) {
                    forget(jobs.getKey(), jobs.getValue());
                } else {
                    report = report.plus(sweep.jobs(jobs.getKey(), jobs.getValue()));
                }
            }
            return told(report.plus(sweep.orphans()));
        });
    }

    /**
     * Removes what lies under a name.
     *
     * @param name a job's id, or a key as it stands in the storage
     * @param cacheKey what the name would be as a cache key
     */
    Mono<CleanupReport> cleanup(String name, JobKey cacheKey) {
        return calls.call(() -> told(sweep().key(cacheKey).plus(job(name))));
    }

    private CleanupReport job(String name) throws IOException {
        JobId id;
        try {
            id = new JobId(name);
        } catch (IllegalArgumentException e) {
            return CleanupReport.NOTHING;
        }
        return sweep().job(id);
    }

    private StorageSweep sweep() {
        return new StorageSweep(store, grace, false);
    }

    private static CleanupReport told(CleanupReport report) {
        log.info(
                "Cleanup: {} objects of {} were removed; left, as they live: {}.",
                report.objects(),
                report.cleaned(),
                report.live());
        return report;
    }

    private synchronized Map<JobKey, Set<JobId>> endedJobs() {
        Map<JobKey, Set<JobId>> copy = new HashMap<>();
        ended.forEach((key, ids) -> copy.put(key, Set.copyOf(ids)));
        return copy;
    }

    private synchronized void forget(JobKey key, Set<JobId> ids) {
        ended.computeIfPresent(key, (same, all) -> {
            all.removeAll(ids);
            return all.isEmpty() ? null : all;
        });
    }
}
