package io.kubeface.kubernetes;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.backend.AttemptSpec;
import java.util.List;
import java.util.Map;

/** Attempts for tests that look at nothing but their pods. */
final class Attempts {
    static final String STORAGE = "gs://bucket/root";
    private static final CodeEntry JAR = new CodeEntry("a".repeat(64), "worker.jar", 17);
    static final StagedCode CODE = new StagedCode(List.of(JAR), List.of(JAR), Map.of());

    private Attempts() {}

    static AttemptSpec of(String job, long task, int attempt, StagedCode code) {
        JobId id = new JobId(job);
        JobManifest manifest = new JobManifest(id, job, 17, code.classPath(), "f", List.of(), Map.of());
        TaskAddress address =
                new TaskAddress(STORAGE, new ObjectName.Job(id.asKey(), id), TaskName.ofSequence(task), attempt);
        return new AttemptSpec(address, manifest, code, true);
    }

    static AttemptSpec of(String job, long task, int attempt) {
        return of(job, task, attempt, CODE);
    }
}
