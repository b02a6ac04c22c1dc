package io.kubeface.cli;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.TaskName;
import io.kubeface.kubernetes.PodLogs;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code kubeface job logs}. */
final class JobLogsOptions {
    @Parameters(index = "0", paramLabel = "JOB", description = "The job's id, as 'run' names it on standard error.")
    private String job = "";

    @Parameters(
            index = "1",
            paramLabel = "TASK",
            description = "The task's number, from 0; with a cache key its name, as a failure tells it.")
    private String task = "";

    @Option(
            names = "--storage",
            paramLabel = "URL",
            required = true,
            description = "Where the job's objects are: a directory or a URL.")
    private String storage = "";

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "local-process",
            converter = BackendName.Converter.class,
            description = "With kubernetes the task's pod is looked at, if there is one.")
    private BackendName backend = BackendName.LOCAL_PROCESS;

    @Option(
            names = "--follow",
            description = "Go on until the attempt ends, and wait for its pod to begin. Needs --backend kubernetes.")
    private boolean follow;

    @Option(
            names = "--kubernetes-namespace",
            paramLabel = "NAME",
            description = "Where the pods are. Default: that of the context.")
    private @Nullable String namespace;

    @Option(
            names = "--kubernetes-context",
            paramLabel = "NAME",
            description = "Use this context of the kubeconfig. Default: the current one.")
    private @Nullable String context;

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when a value is wrong, or has no use
     */
    void check() {
        named("JOB " + job, () -> job());
        named("TASK " + task, () -> task());
        if (!looksAtPods()) {
            refuse("--follow", follow);
            refuse("--kubernetes-namespace", namespace != null);
            refuse("--kubernetes-context", context != null);
        }
    }

    private void refuse(String option, boolean given) {
        if (given) {
            throw new IllegalArgumentException(option + " has no use with --backend " + backend + "; add --backend "
                    + BackendName.KUBERNETES + ", or leave it out");
        }
    }

    private static void named(String what, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }

    JobId job() {
        return new JobId(job);
    }

    /** A number as people write it is the name that it has in the storage. */
    TaskName task() {
        return task.matches("[0-9]{1,18}") ? TaskName.ofSequence(Long.parseLong(task)) : new TaskName(task);
    }

    String storage() {
        return storage;
    }

    boolean follow() {
        return follow;
    }

    boolean looksAtPods() {
        return backend == BackendName.KUBERNETES;
    }

    /**
     * Access to the pods.
     *
     * @throws IllegalArgumentException when no cluster is configured, or there is no such context
     */
    PodLogs pods() {
        return PodLogs.open(Optional.empty(), Optional.ofNullable(context), Optional.ofNullable(namespace));
    }
}
