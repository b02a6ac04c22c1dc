package io.kubeface.reactor.backend;

import io.kubeface.core.lifecycle.AbandonedJobs;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Removes containers that nobody waits for any more. Blocking. */
public final class ContainerSweep implements AutoCloseable {
    private final ScratchDirectory scratch;
    private final Containers containers;

    private ContainerSweep(ScratchDirectory scratch, Containers containers) {
        this.scratch = scratch;
        this.containers = containers;
    }

    /**
     * Opens one; docker is not asked yet.
     *
     * @param command as {@link DockerBackendBuilder#command} takes it
     * @throws IllegalArgumentException when that is no command
     * @throws IOException when there is no such command; the message says the cure
     */
    public static ContainerSweep open(String command) throws IOException {
        List<String> words = CommandWords.of("command", command);
        try {
            DockerResources.checkCommand(words);
        } catch (LaunchException e) {
            throw new IOException(e.getMessage(), e);
        }
        ScratchDirectory scratch = ScratchDirectory.create();
        return new ContainerSweep(
                scratch,
                new Containers(
                        new DockerClient(words, ProcessTrees.ofThisMachine().commandPrefix(), scratch)));
    }

    /**
     * Removes the containers of jobs that have ended, or whose drivers are dead. Those of other storages, and of jobs whose
     * drivers live, are left.
     *
     * @param store which tells of the jobs; the containers' own one
     * @param grace as {@link AbandonedJobs#among} takes it; of a driver of this machine it is seen sooner
     * @param which jobs are looked at
     * @param dryRun whether nothing is removed, but only told of
     * @return the containers' names
     * @throws IOException when docker does not do it; the message says what to do. Done again it goes on
     */
    public List<String> sweep(ObjectStore store, Duration grace, Predicate<ObjectName.Job> which, boolean dryRun)
            throws IOException {
        List<ContainerLabels.Owned> ours = list().stream()
                .filter(container -> container.storage().equals(store.url()) && which.test(container.job()))
                .toList();
        AbandonedJobs abandoned = AbandonedJobs.among(
                store, ours.stream().map(ContainerLabels.Owned::job).toList(), grace);
        List<String> left = ours.stream()
                .filter(container -> container.isOrphan() || abandoned.contains(container.job()))
                .map(ContainerLabels.Owned::name)
                .sorted()
                .toList();
        if (!dryRun) {
            for (String name : left) {
                containers.remove(name);
            }
        }
        return left;
    }

    private List<ContainerLabels.Owned> list() throws IOException {
        try {
            return containers.list(ContainerLabels.CLIENT);
        } catch (LaunchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
