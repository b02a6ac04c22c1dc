package io.kubeface.core.lifecycle;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.StorageClock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs of a cache key that did not end and whose drivers are dead: the process is known to be gone, or three renewals of the
 * lease were missed. What of them still runs may be taken over. Blocking; fails as the storage does.
 */
public final class Predecessors {
    private final ObjectStore store;
    private Optional<Instant> now = Optional.empty();

    private Predecessors(ObjectStore store) {
        this.store = store;
    }

    /**
     * Finds them.
     *
     * @param job whose predecessors they are
     */
    public static List<ObjectName.Job> of(ObjectStore store, ObjectName.Job job) throws IOException {
        return new Predecessors(store).of(job.key(), job.id());
    }

    private List<ObjectName.Job> of(JobKey key, JobId own) throws IOException {
        Map<JobId, Instant> renewed = new LinkedHashMap<>();
        Set<JobId> over = new HashSet<>();
        over.add(own);
        Listing.each(
                store,
                ObjectName.Job.prefix(key),
                object -> ObjectName.parse(object.name()).ifPresent(name -> {
                    if (name instanceof ObjectName.Lease lease) {
                        renewed.put(lease.id(), object.modified());
                    } else if (name instanceof ObjectName.Ended ended) {
                        over.add(ended.id());
                    }
                }));
        renewed.keySet().removeAll(over);
        List<ObjectName.Job> dead = new ArrayList<>();
        for (Map.Entry<JobId, Instant> lease : renewed.entrySet()) {
            ObjectName.Job job = new ObjectName.Job(key, lease.getKey());
            if (isDead(job, lease.getValue())) {
                dead.add(job);
            }
        }
        return dead;
    }

    private boolean isDead(ObjectName.Job job, Instant renewed) throws IOException {
        Leases.Content lease = Leases.read(store, job.lease());
        return lease.driver().map(DriverProcess::hasEnded).orElse(false)
                || renewed.isBefore(now().minus(Leases.silence(lease.grace())));
    }

    private Instant now() throws IOException {
        if (now.isEmpty()) {
            now = Optional.of(StorageClock.read(store, "cleanup/"));
        }
        return now.get();
    }
}
