package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.lifecycle.AbandonedJobs;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Removes pods that nobody waits for any more, and the ConfigMaps of clients that are dead. All methods block, and fail
 * with an {@link IOException} that says what the API server did not do, and what to do about it. Done again it goes on.
 */
public final class PodSweep implements AutoCloseable {
    private final Cluster cluster;

    /**
     * What was removed, or would have been.
     *
     * @param pods their names
     * @param configMaps their names
     */
    public record Removed(List<String> pods, List<String> configMaps) {
        public Removed {
            pods = List.copyOf(pods);
            configMaps = List.copyOf(configMaps);
        }
    }

    private record Found(Pod pod, PodIdentity its) {
        String name() {
            return pod.getMetadata().getName();
        }
    }

    PodSweep(Config config) {
        this.cluster = new Cluster(config, new RetryAfter(System::nanoTime));
    }

    /**
     * Reads the kubeconfig; nothing is asked of the cluster yet. Parameters and errors are those of {@link PodLogs#open}.
     */
    public static PodSweep open(Optional<Path> kubeconfig, Optional<String> context, Optional<String> namespace) {
        return new PodSweep(ClusterConfigs.of(kubeconfig, context, namespace));
    }

    /**
     * Removes the pods of jobs that have ended, or whose drivers are dead. Pods of other storages, and of jobs whose
     * drivers live, are left, whoever's they are.
     *
     * @param store which tells of the jobs; the pods' own one
     * @param grace how long a driver must have been silent to count as dead; one that allows itself more counts as dead only
     *     after that
     * @param which jobs are looked at
     * @param dryRun whether nothing is removed, but only told of
     */
    public Removed sweep(ObjectStore store, Duration grace, Predicate<ObjectName.Job> which, boolean dryRun)
            throws IOException {
        List<Found> all = pods();
        List<Found> ours = all.stream()
                .filter(pod -> pod.its().address().storage().equals(store.url())
                        && which.test(pod.its().address().job()))
                .toList();
        AbandonedJobs abandoned = AbandonedJobs.among(
                store, ours.stream().map(pod -> pod.its().address().job()).toList(), grace);
        List<Found> left = ours.stream()
                .filter(pod -> abandoned.contains(pod.its().address().job()))
                .toList();
        Set<String> configMaps = configMapsOfTheDead(all, left, abandoned);
        List<String> names = left.stream().map(Found::name).sorted().toList();
        if (!dryRun) {
            remove(names, configMaps);
        }
        return new Removed(names, List.copyOf(configMaps));
    }

    private List<Found> pods() throws IOException {
        try {
            List<Found> found = new ArrayList<>();
            for (Pod pod : cluster.pods(PodTemplate.allLabels())) {
                PodIdentity.of(pod).ifPresent(its -> found.add(new Found(pod, its)));
            }
            return found;
        } catch (KubernetesClientException e) {
            throw ApiFailures.told(e, "list " + cluster.pods());
        }
    }

    /**
     * A client has one ConfigMap for all its pods, those to come included: it goes when a job of that client shows that its
     * driver is dead, and no pod needs it that stays.
     */
    private static Set<String> configMapsOfTheDead(List<Found> all, List<Found> going, AbandonedJobs abandoned) {
        Set<String> clients = new HashSet<>();
        going.stream()
                .filter(pod -> abandoned.dead().contains(pod.its().address().job()))
                .forEach(pod -> clients.add(pod.its().client()));
        all.stream()
                .filter(pod -> !going.contains(pod))
                .forEach(pod -> clients.remove(pod.its().client()));
        Set<String> names = new TreeSet<>();
        going.stream()
                .filter(pod -> clients.contains(pod.its().client()))
                .forEach(pod -> bootstrap(pod.pod()).ifPresent(names::add));
        return names;
    }

    private static Optional<String> bootstrap(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(PodTemplate.BOOTSTRAP_VOLUME))
                .map(Volume::getConfigMap)
                .filter(Objects::nonNull)
                .map(ConfigMapVolumeSource::getName)
                .findFirst();
    }

    private void remove(List<String> pods, Set<String> configMaps) throws IOException {
        try {
            pods.forEach(pod -> cluster.delete(pod, 0));
        } catch (KubernetesClientException e) {
            throw ApiFailures.told(e, "delete " + cluster.pods());
        }
        try {
            configMaps.forEach(cluster::deleteConfigMap);
        } catch (KubernetesClientException e) {
            throw ApiFailures.told(e, "delete configmaps in namespace \"" + cluster.namespace() + "\"");
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
