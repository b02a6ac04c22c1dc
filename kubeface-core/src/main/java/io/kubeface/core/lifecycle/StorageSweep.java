package io.kubeface.core.lifecycle;

import io.kubeface.core.lifecycle.Survey.State;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Removes what jobs left, and never what a job needs whose driver lives. Blocking; each method fails as the store does, and
 * called again goes on where it was. Memory: a few words for each job in the storage, and a page of names.
 *
 * <p>Code is left where it is: it lies there by content, for every client that has staged it, also between two jobs, and
 * nothing in the storage tells who they are.
 */
public final class StorageSweep {
    private static final int PAGE = 1_000;
    private static final String OBJECTS = "objects/";
    private static final List<String> TREES = List.of("inputs/", "results/", "logs/", OBJECTS);

    private final ObjectStore store;
    private final Duration grace;
    private final boolean dryRun;
    private final StatusSweep pages;

    /**
     * A sweep of one storage.
     *
     * @param grace how long a driver must have been silent to count as dead; one that allows itself more counts as dead only
     *     after that
     * @param dryRun whether nothing is removed, but only told of
     */
    public StorageSweep(ObjectStore store, Duration grace, boolean dryRun) {
        this.store = store;
        this.grace = grace;
        this.dryRun = dryRun;
        this.pages = new StatusSweep(store, dryRun);
    }

    /**
     * Removes all that lies under a key, unless a job of it lives, or one that needs its remote objects: then nothing. Of status
     * pages go those of the jobs that are there under it.
     */
    public CleanupReport key(JobKey key) throws IOException {
        Set<JobId> jobs = Survey.begin(store, grace).jobs(key).keySet();
        CleanupReport report = withoutPages(key);
        return report.live().isEmpty() ? report.plus(pages.remove(jobs)) : report;
    }

    private CleanupReport withoutPages(JobKey key) throws IOException {
        Survey survey = Survey.begin(store, grace);
        List<JobId> live = Survey.live(survey.jobs(key));
        if (live.isEmpty() && survey.needsObjects(key)) {
            return new CleanupReport(0, List.of(), List.of(key.value()));
        }
        return live.isEmpty() ? removeAll(survey, key) : new CleanupReport(0, List.of(), values(live));
    }

    /** Removes what is left of a job with this id, status pages too, if it does not live; values under a cache key stay. */
    public CleanupReport job(JobId id) throws IOException {
        JobKey own = id.asKey();
        CleanupReport report = withoutPages(own);
        Survey survey = Survey.begin(store, grace);
        for (Map.Entry<JobKey, Map<JobId, State>> jobs : survey.jobs().entrySet()) {
            // What lies under its own is accounted for, also when nothing is removed.
            @Nullable
            State state = jobs.getKey().equals(own) ? null : jobs.getValue().get(id);
            if (state == State.LIVE) {
                report = report.plus(new CleanupReport(0, List.of(), List.of(id.value())));
            } else if (state != null) {
                report = report.plus(removeTraces(survey, jobs.getKey(), Set.of(id)));
            }
        }
        return report.live().isEmpty() ? report.plus(pages.remove(Set.of(id))) : report;
    }

    /**
     * Removes what is left of jobs that have ended, of a key or all of its own: attempts' failures and logs, and the job's
     * object and status pages. For keys that other jobs use.
     */
    public CleanupReport jobs(JobKey key, Set<JobId> ended) throws IOException {
        return removeTraces(Survey.begin(store, grace), key, ended).plus(pages.remove(ended));
    }

    /**
     * Removes what dead drivers left, and what workers of theirs wrote when their jobs were cleaned up already. Of values
     * under a cache key none: a later run wants them. Status pages of jobs that have ended stay.
     */
    public CleanupReport orphans() throws IOException {
        Survey survey = Survey.begin(store, grace);
        CleanupReport report = CleanupReport.NOTHING;
        Map<JobKey, Map<JobId, State>> all = survey.jobs();
        for (Map.Entry<JobKey, Map<JobId, State>> jobs : all.entrySet()) {
            JobKey key = jobs.getKey();
            Set<JobId> dead = new HashSet<>();
            jobs.getValue().forEach((id, state) -> {
                if (state == State.DEAD) {
                    dead.add(id);
                }
            });
            if (!dead.isEmpty()) {
                report = report.plus(key.isOfCacheKey() ? removeTraces(survey, key, dead) : removeAll(survey, key));
            }
        }
        for (String tree : TREES) {
            for (JobKey key : keys(tree)) {
                if (!all.containsKey(key) && !key.isOfCacheKey() && isOld(survey, tree + key + "/")) {
                    report = report.plus(removeAll(survey, key));
                }
            }
        }
        return report.plus(pages.removeAbandoned(survey, in(State.DEAD, all), in(State.LIVE, all)));
    }

    private static Set<JobId> in(State state, Map<JobKey, Map<JobId, State>> all) {
        Set<JobId> found = new HashSet<>();
        all.values()
                .forEach(jobs -> jobs.forEach((id, its) -> {
                    if (its == state) {
                        found.add(id);
                    }
                }));
        return found;
    }

    private boolean isOld(Survey survey, String prefix) throws IOException {
        boolean[] old = {true};
        Listing.each(store, prefix, object -> old[0] &= survey.isOld(object.modified()));
        return old[0];
    }

    /** The keys of a tree, a request for each: a listing leaps over what lies below one. */
    private Set<JobKey> keys(String tree) throws IOException {
        Set<JobKey> keys = new HashSet<>();
        @Nullable String after = null;
        while (true) {
            List<ObjectInfo> next = store.list(tree, after, 1).objects();
            if (next.isEmpty()) {
                return keys;
            }
            String name = next.get(0).name();
            int end = name.indexOf('/', tree.length());
            if (end < 0) {
                after = name;
                continue;
            }
            String key = name.substring(tree.length(), end);
            asKey(key).ifPresent(keys::add);
            // The character after the slash.
            after = tree + key + "0";
        }
    }

    private static Optional<JobKey> asKey(String text) {
        try {
            return Optional.of(new JobKey(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private CleanupReport removeAll(Survey survey, JobKey key) throws IOException {
        long removed = 0;
        for (String tree : TREES) {
            removed += remove(survey, key, tree + key + "/", name -> true);
        }
        // What tells of the jobs goes last: a sweep that is broken off is found again.
        removed += remove(survey, key, ObjectName.Job.prefix(key), name -> true);
        return new CleanupReport(removed, removed == 0 ? List.of() : List.of(key.value()), List.of());
    }

    private CleanupReport removeTraces(Survey survey, JobKey key, Set<JobId> ids) throws IOException {
        boolean alone = Survey.live(survey.jobs(key)).isEmpty();
        long removed = alone ? remove(survey, key, ObjectName.Input.prefix(key), name -> true) : 0;
        removed += removeOf(key, ObjectName.resultPrefix(key), ids);
        removed += removeOf(key, ObjectName.Log.prefix(key), ids);
        removed += removeOf(key, ObjectName.Job.prefix(key), ids);
        return new CleanupReport(removed, removed == 0 ? List.of() : List.of(key.value()), List.of());
    }

    private long removeOf(JobKey key, String prefix, Set<JobId> ids) throws IOException {
        return remove(
                null,
                key,
                prefix,
                path -> ObjectName.parse(path)
                        .flatMap(StorageSweep::owner)
                        .filter(ids::contains)
                        .isPresent());
    }

    /** The job that an object is of, and of no other. */
    private static Optional<JobId> owner(ObjectName name) {
        if (name instanceof ObjectName.Failure failure) {
            return failure.job();
        }
        if (name instanceof ObjectName.Log log) {
            return log.job();
        }
        if (name instanceof ObjectName.Job job) {
            return Optional.of(job.id());
        }
        if (name instanceof ObjectName.Lease lease) {
            return Optional.of(lease.id());
        }
        return name instanceof ObjectName.Ended ended ? Optional.of(ended.id()) : Optional.empty();
    }

    /**
     * Removes what a predicate takes, a page at a time.
     *
     * @param survey asked before each page whether a job of the key has begun meanwhile, at which the rest stays; null to
     *     remove what is of dead jobs alone
     */
    private long remove(@Nullable Survey survey, JobKey key, String prefix, Predicate<String> which)
            throws IOException {
        long removed = 0;
        @Nullable String after = null;
        ObjectPage page;
        do {
            page = store.list(prefix, after, PAGE);
            List<String> names =
                    page.objects().stream().map(ObjectInfo::name).filter(which).toList();
            after = page.objects().isEmpty()
                    ? after
                    : page.objects().get(page.objects().size() - 1).name();
            if (names.isEmpty()) {
                continue;
            }
            if (survey != null && inUse(survey, key, prefix)) {
                break;
            }
            if (!dryRun) {
                store.delete(names);
            }
            removed += names.size();
        } while (!page.last());
        return removed;
    }

    private static boolean inUse(Survey survey, JobKey key, String prefix) throws IOException {
        return !Survey.live(survey.jobs(key)).isEmpty() || (prefix.startsWith(OBJECTS) && survey.needsObjects(key));
    }

    private static List<String> values(List<JobId> ids) {
        return ids.stream().map(JobId::value).toList();
    }
}
