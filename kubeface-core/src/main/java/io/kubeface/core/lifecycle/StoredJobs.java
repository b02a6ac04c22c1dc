package io.kubeface.core.lifecycle;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a storage tells of jobs that run in it, and of those that kept something. Blocking; fails as the storage does. */
public final class StoredJobs {
    private final ObjectStore store;

    /** Looks into a storage. */
    public StoredJobs(ObjectStore store) {
        this.store = store;
    }

    /** All of them, in the order of their names. */
    public List<ObjectName.Job> list() throws IOException {
        List<ObjectName.Job> jobs = new ArrayList<>();
        Listing.each(
                store,
                "jobs/",
                object -> ObjectName.parse(object.name()).ifPresent(name -> {
                    if (name instanceof ObjectName.Job job) {
                        jobs.add(job);
                    }
                }));
        return jobs;
    }

    /** The one with this id, whatever its objects are filed under. */
    public Optional<ObjectName.Job> find(JobId id) throws IOException {
        ObjectName.Job own = new ObjectName.Job(id.asKey(), id);
        if (store.stat(own.path()).isPresent()) {
            return Optional.of(own);
        }
        return list().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** The log of the last attempt of a job at a task that left one. */
    public Optional<ObjectName.Log> lastLog(ObjectName.Job job, TaskName task) throws IOException {
        List<ObjectName.Log> logs = new ArrayList<>();
        Listing.each(
                store,
                ObjectName.Log.prefix(job.key()) + task,
                object -> ObjectName.parse(object.name()).ifPresent(name -> {
                    if (name instanceof ObjectName.Log log && log.equals(job.log(task, log.attempt()))) {
                        logs.add(log);
                    }
                }));
        return logs.stream().max((a, b) -> Integer.compare(a.attempt(), b.attempt()));
    }
}
