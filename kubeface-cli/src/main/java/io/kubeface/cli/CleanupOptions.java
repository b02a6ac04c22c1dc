package io.kubeface.cli;

import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.lifecycle.StorageSweep;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.kubernetes.PodSweep;
import io.kubeface.pubsub.AbandonedSubscriptions;
import io.kubeface.reactor.backend.ContainerSweep;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code kubeface cleanup}. */
final class CleanupOptions {
    @Option(
            names = "--storage",
            paramLabel = "URL",
            required = true,
            description = "Clean up this directory, or what is below this URL.")
    private String storage = "";

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private NameOption name = new NameOption();

    @Option(
            names = "--dry-run",
            description =
                    "Remove nothing, but tell what would be. A small object is written and removed again, to learn"
                            + " the storage's time.")
    private boolean dryRun;

    @Mixin
    private PodAccessOptions pods = new PodAccessOptions();

    @Option(
            names = DockerOptions.COMMAND,
            paramLabel = "COMMAND",
            description = "With --backend local-process-docker: what docker is called here. Default: docker.")
    private @Nullable String docker;

    private static final class NameOption {
        @Option(
                names = "--job",
                paramLabel = "ID",
                description =
                        "Remove all that is left of this job, as 'run --keep' names it, except values under a cache key.")
        private @Nullable String job;

        @Option(
                names = "--cache-key",
                paramLabel = "KEY",
                description =
                        "Remove all that lies under this key, values too. A prefix that a program's client puts before"
                                + " its keys is a part of it.")
        private @Nullable String cacheKey;
    }

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when an option's value is wrong
     */
    void check() {
        pods.check();
        if (docker != null && !containers()) {
            throw new IllegalArgumentException(DockerOptions.COMMAND + " has no use with --backend " + pods.backend()
                    + "; add --backend " + BackendName.LOCAL_PROCESS_DOCKER + ", or leave it out");
        }
        if (name.job != null) {
            job(name.job);
        }
        if (name.cacheKey != null) {
            cacheKey(name.cacheKey);
        }
    }

    /** The storage's name. */
    String storage() {
        return storage;
    }

    /** Whether nothing is removed. */
    boolean dryRun() {
        return dryRun;
    }

    /** Cleans up. */
    CleanupReport clean(ObjectStore store) throws IOException {
        StorageSweep sweep = new StorageSweep(store, Leases.GRACE, dryRun);
        if (name.job != null) {
            return sweep.job(job(name.job));
        }
        return name.cacheKey != null ? sweep.key(cacheKey(name.cacheKey)) : sweep.orphans();
    }

    /** Removes the subscriptions of drivers that died; gives their names. */
    List<String> cleanSubscriptions(ObjectStore store) throws IOException {
        boolean all = name.job == null && name.cacheKey == null;
        return all && NotificationOptions.isBucket(store) ? AbandonedSubscriptions.remove(store, dryRun) : List.of();
    }

    /** Where pods are. */
    PodAccessOptions pods() {
        return pods;
    }

    /** Removes the pods of jobs that nobody works on. */
    PodSweep.Removed sweep(PodSweep sweep, ObjectStore store) throws IOException {
        return sweep.sweep(store, Leases.GRACE, this::meant, dryRun);
    }

    /** Whether containers of this machine are looked at. */
    boolean containers() {
        return pods.backend() == BackendName.LOCAL_PROCESS_DOCKER;
    }

    /** Removes the containers of jobs that nobody works on; gives their names. */
    List<String> sweepContainers(ObjectStore store) throws IOException {
        try (ContainerSweep sweep = ContainerSweep.open(docker == null ? "docker" : docker)) {
            return sweep.sweep(store, Leases.GRACE, this::meant, dryRun);
        }
    }

    private boolean meant(ObjectName.Job job) {
        return (name.job == null || job.id().equals(job(name.job)))
                && (name.cacheKey == null || job.key().equals(cacheKey(name.cacheKey)));
    }

    private static JobId job(String id) {
        try {
            return new JobId(id);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--job " + id + ": " + e.getMessage(), e);
        }
    }

    /** The name in the storage of a cache key. */
    static JobKey cacheKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("--cache-key: must have a character or more");
        }
        return JobKey.ofCacheKey(key);
    }
}
