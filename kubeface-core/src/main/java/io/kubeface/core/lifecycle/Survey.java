package io.kubeface.core.lifecycle;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.StorageClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which jobs a storage tells of, and how they are. Blocking; holds a few words for each job. */
final class Survey {
    private final ObjectStore store;
    private final Duration grace;
    private final Instant now;

    /** What is there of a job. */
    private static final class Signs {
        Instant newest = Instant.MIN;
        boolean ended;
    }

    /** How a job is. */
    enum State {
        /** Its driver has written its lease not long ago. */
        LIVE,
        /** It has ended, and something of it was to be kept. */
        ENDED,
        /** Its driver is silent and did not end it. */
        DEAD
    }

    private Survey(ObjectStore store, Duration grace, Instant now) {
        this.store = store;
        this.grace = grace;
        this.now = now;
    }

    /** Begins one, at this moment by the storage's own clock. */
    static Survey begin(ObjectStore store, Duration grace) throws IOException {
        return new Survey(store, grace, StorageClock.read(store, "cleanup/"));
    }

    /** Begins one, at a moment that the caller's clock tells: it writes nothing. */
    static Survey at(ObjectStore store, Duration grace, Instant now) {
        return new Survey(store, grace, now);
    }

    /** Whether something was written so long ago that whoever wrote it may be taken for gone. */
    boolean isOld(Instant written) {
        return written.isBefore(now.minus(grace));
    }

    /** All jobs, by the key that their objects are filed under. */
    Map<JobKey, Map<JobId, State>> jobs() throws IOException {
        return jobs("jobs/");
    }

    /** The jobs of a key. */
    Map<JobId, State> jobs(JobKey key) throws IOException {
        return jobs(ObjectName.Job.prefix(key)).getOrDefault(key, Map.of());
    }

    /** Whether a job that lives, of whatever key, needs the remote objects of a key. */
    boolean needsObjects(JobKey key) throws IOException {
        for (Map.Entry<JobKey, Map<JobId, State>> jobs : jobs().entrySet()) {
            for (JobId id : live(jobs.getValue())) {
                ObjectName.Lease lease = new ObjectName.Lease(jobs.getKey(), id);
                if (Leases.read(store, lease).objects().filter(key::equals).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Map<JobKey, Map<JobId, State>> jobs(String prefix) throws IOException {
        Map<String, Map<ObjectName.Job, Signs>> found = new TreeMap<>();
        Listing.each(store, prefix, object -> note(object, found));
        Map<JobKey, Map<JobId, State>> states = new LinkedHashMap<>();
        for (Map<ObjectName.Job, Signs> jobs : found.values()) {
            for (Map.Entry<ObjectName.Job, Signs> job : jobs.entrySet()) {
                states.computeIfAbsent(job.getKey().key(), key -> new LinkedHashMap<>())
                        .put(job.getKey().id(), state(job.getKey(), job.getValue()));
            }
        }
        return states;
    }

    private static void note(ObjectInfo object, Map<String, Map<ObjectName.Job, Signs>> found) {
        Optional<ObjectName> name = ObjectName.parse(object.name());
        ObjectName.Job job;
        boolean ended = false;
        if (name.isPresent() && name.get() instanceof ObjectName.Job own) {
            job = own;
        } else if (name.isPresent() && name.get() instanceof ObjectName.Lease lease) {
            job = new ObjectName.Job(lease.key(), lease.id());
        } else if (name.isPresent() && name.get() instanceof ObjectName.Ended mark) {
            job = new ObjectName.Job(mark.key(), mark.id());
            ended = true;
        } else {
            return;
        }
        Signs signs = found.computeIfAbsent(job.key().value(), key -> new LinkedHashMap<>())
                .computeIfAbsent(job, one -> new Signs());
        signs.ended |= ended;
        if (object.modified().isAfter(signs.newest)) {
            signs.newest = object.modified();
        }
    }

    private State state(ObjectName.Job job, Signs signs) throws IOException {
        if (signs.ended) {
            return State.ENDED;
        }
        if (!isOld(signs.newest)) {
            return State.LIVE;
        }
        Duration its = Leases.grace(store, job.lease());
        return signs.newest.isBefore(now.minus(its)) ? State.DEAD : State.LIVE;
    }

    /** Those of a key that live. */
    static List<JobId> live(Map<JobId, State> jobs) {
        List<JobId> live = new ArrayList<>();
        jobs.forEach((id, state) -> {
            if (state == State.LIVE) {
                live.add(id);
            }
        });
        return live;
    }
}
