package io.kubeface.cli;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.TaskName;
import picocli.CommandLine.Mixin;
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
            names = "--follow",
            description = "Go on until the attempt ends, and wait for its pod to begin. Needs --backend kubernetes.")
    private boolean follow;

    @Mixin
    private PodAccessOptions pods = new PodAccessOptions();

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when a value is wrong, or has no use
     */
    void check() {
        named("JOB " + job, () -> job());
        named("TASK " + task, () -> task());
        pods.check();
        pods.refuseWithoutPods("--follow", follow);
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

    PodAccessOptions pods() {
        return pods;
    }
}
