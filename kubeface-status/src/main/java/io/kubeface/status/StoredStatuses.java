package io.kubeface.status;

import io.kubeface.core.lifecycle.AbandonedJobs;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.lifecycle.Listing;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.ObjectName.Status;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The statuses that lie in a storage. Only reads. Blocking; each method fails as the storage does. Whether a driver lives is
 * judged by the clock that is given.
 */
public final class StoredStatuses {
    private static final int TRIES = 3;

    /** A page that begins or moves is for a moment alone; one that is written anew each half minute never for so long. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final ObjectStore store;
    private final Clock clock;

    /** Those of a storage. */
    public StoredStatuses(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param statuses in the order of the jobs' ids, those of jobs that have ended last
     * @param unreadable jobs whose status cannot be read, and why
     */
    public record Found(List<StoredStatus> statuses, Map<JobId, String> unreadable) {
        public Found {
            statuses = List.copyOf(statuses);
            unreadable = Map.copyOf(unreadable);
        }
    }

    /** The ids of all jobs that have a status, in order, those that have ended last. */
    public List<JobId> ids() throws IOException {
        Set<JobId> ids = new LinkedHashSet<>();
        names(true).forEach(name -> ids.add(name.job()));
        names(false).forEach(name -> ids.add(name.job()));
        return List.copyOf(ids);
    }

    /**
     * All of them.
     *
     * @param done whether those of jobs that have ended are among them
     */
    public Found list(boolean done) throws IOException {
        Map<JobId, String> unreadable = new HashMap<>();
        Map<Status, JobStatus> read = new HashMap<>();
        List<Status> names = new ArrayList<>(names(true));
        if (done) {
            names.addAll(names(false));
        }
        for (Status name : names) {
            try {
                read(name).ifPresent(status -> read.put(name, status));
            } catch (UnreadableStatusException e) {
                unreadable.put(name.job(), String.valueOf(e.getMessage()));
            }
        }
        AbandonedJobs abandoned = abandoned(read);
        List<StoredStatus> statuses = new ArrayList<>();
        for (Status name : names) {
            JobStatus status = read.get(name);
            if (status != null) {
                statuses.add(stored(name, status, abandoned));
            }
        }
        return new Found(statuses, unreadable);
    }

    /** The one of a job; of a job that is just ending, that of its end. */
    public Optional<StoredStatus> find(JobId job) throws IOException {
        // Between the two looks it may have moved.
        for (int i = 0; i < TRIES; i++) {
            Status name = new Status(i % 2 == 1, job, Status.Format.JSON);
            Optional<JobStatus> status = read(name);
            if (status.isPresent()) {
                return Optional.of(stored(name, status.get(), abandoned(Map.of(name, status.get()))));
            }
        }
        return Optional.empty();
    }

    private List<Status> names(boolean active) throws IOException {
        List<Status> names = new ArrayList<>();
        Listing.each(
                store,
                active ? Status.ACTIVE : Status.DONE,
                object -> ObjectName.parse(object.name()).ifPresent(name -> {
                    if (name instanceof Status status && status.format() == Status.Format.JSON) {
                        names.add(status);
                    }
                }));
        return names;
    }

    private Optional<JobStatus> read(Status name) throws IOException {
        try (StoredObject object = store.get(name.path())) {
            JobStatus status = StatusJson.read(object.body());
            if (!status.job().equals(name.job().value())) {
                throw new UnreadableStatusException("This is the status of another job.", null);
            }
            return Optional.of(status);
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    private AbandonedJobs abandoned(Map<Status, JobStatus> read) throws IOException {
        List<ObjectName.Job> active = new ArrayList<>();
        read.forEach((name, status) -> {
            if (name.active()) {
                active.add(job(name, status));
            }
        });
        return AbandonedJobs.among(store, active, Leases.GRACE, clock.instant());
    }

    private StoredStatus stored(Status name, JobStatus status, AbandonedJobs abandoned) {
        return new StoredStatus(
                life(name, status, abandoned),
                status,
                PageAddress.of(store, new Status(name.active(), name.job(), Status.Format.HTML)));
    }

    private StoredStatus.Life life(Status name, JobStatus status, AbandonedJobs abandoned) {
        if (!name.active()) {
            return StoredStatus.Life.DONE;
        }
        ObjectName.Job job = job(name, status);
        boolean silent = status.updated().plus(SILENCE).isBefore(clock.instant());
        boolean dead =
                abandoned.dead().contains(job) || (silent && abandoned.over().contains(job));
        return dead ? StoredStatus.Life.DEAD : StoredStatus.Life.ACTIVE;
    }

    /** What a stranger wrote need not be a key. */
    private static ObjectName.Job job(Status name, JobStatus status) {
        try {
            return new ObjectName.Job(
                    status.setup()
                            .map(setup -> new JobKey(setup.key()))
                            .orElseGet(() -> name.job().asKey()),
                    name.job());
        } catch (IllegalArgumentException e) {
            return new ObjectName.Job(name.job().asKey(), name.job());
        }
    }
}
