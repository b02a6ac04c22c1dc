package io.kubeface.reactor.backend;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The first attempt at the first task of a job that never runs, for {@link Backend.Factory#preview}. */
public final class SampleAttempt {
    /** Stands for what only a launch knows. */
    static final String WORKER_JARS = "<jars of the worker>";

    private static final String NO_DIGEST = "0".repeat(64);

    private SampleAttempt() {}

    /**
     * Makes it; its code is a placeholder, and the end of the job's id is another for each job.
     *
     * @param jobName what the job is called
     * @param storage URL of the storage root
     */
    public static AttemptSpec of(String jobName, String storage) {
        JobId id = JobId.of(jobName, Instant.now(), new Random());
        CodeEntry worker = new CodeEntry(NO_DIGEST, WORKER_JARS, 0);
        return new AttemptSpec(
                new TaskAddress(storage, new ObjectName.Job(id.asKey(), id), TaskName.ofSequence(0), 1),
                new JobManifest(id, "", Runtime.version().feature(), List.of(), "", List.of(), Map.of()),
                new StagedCode(List.of(), List.of(worker), Map.of(NO_DIGEST, Path.of("/<code cache>", WORKER_JARS))),
                false);
    }
}
