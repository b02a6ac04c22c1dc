package io.kubeface.core.lifecycle;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Removes status pages. Blocking; fails as the storage does. */
final class StatusSweep {
    private final ObjectStore store;
    private final boolean dryRun;

    StatusSweep(ObjectStore store, boolean dryRun) {
        this.store = store;
        this.dryRun = dryRun;
    }

    /** Removes all pages of jobs. */
    CleanupReport remove(Collection<JobId> jobs) throws IOException {
        List<ObjectName.Status> there = new ArrayList<>();
        for (JobId job : jobs) {
            for (ObjectName.Status page : ObjectName.Status.all(job)) {
                if (store.stat(page.path()).isPresent()) {
                    there.add(page);
                }
            }
        }
        return remove(there);
    }

    /**
     * Removes the pages that say of a job that it goes on, if it is dead, or if they have long not been written anew and it
     * does not live.
     */
    CleanupReport removeAbandoned(Survey survey, Set<JobId> dead, Set<JobId> live) throws IOException {
        List<ObjectName.Status> abandoned = new ArrayList<>();
        Listing.each(
                store,
                ObjectName.Status.ACTIVE,
                object -> ObjectName.parse(object.name()).ifPresent(name -> {
                    if (name instanceof ObjectName.Status page
                            && (dead.contains(page.job())
                                    || (!live.contains(page.job()) && survey.isOld(object.modified())))) {
                        abandoned.add(page);
                    }
                }));
        return remove(abandoned);
    }

    private CleanupReport remove(List<ObjectName.Status> pages) throws IOException {
        if (pages.isEmpty()) {
            return CleanupReport.NOTHING;
        }
        if (!dryRun) {
            store.delete(pages.stream().map(ObjectName.Status::path).toList());
        }
        Set<String> jobs = new TreeSet<>();
        pages.forEach(page -> jobs.add(page.job().value()));
        return new CleanupReport(pages.size(), List.copyOf(jobs), List.of());
    }
}
