package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What workers in pods print, while there are their pods: for people and their tools. All methods block, and fail with an
 * {@link IOException} that says what the API server did not do, and what to do about it.
 */
public final class PodLogs implements AutoCloseable {
    private final Cluster cluster;

    /**
     * A pod.
     *
     * @param name with its namespace
     * @param attempt which launch of its task, from 1
     * @param waits what keeps it from running; empty when its worker runs, or has run
     */
    public record Found(String name, int attempt, Optional<String> waits) {}

    PodLogs(Config config) {
        this.cluster = new Cluster(config, new RetryAfter(System::nanoTime));
    }

    /**
     * Reads the kubeconfig; nothing is asked of the cluster yet.
     *
     * @param kubeconfig empty for the one that {@link KubernetesBackendBuilder#kubeconfig} tells of
     * @param context of the kubeconfig; empty for its current one
     * @param namespace where the pods are; empty for that of the context
     * @throws IllegalArgumentException when no cluster is configured, or there is no such context
     */
    public static PodLogs open(Optional<Path> kubeconfig, Optional<String> context, Optional<String> namespace) {
        return new PodLogs(ClusterConfigs.of(kubeconfig, context, namespace));
    }

    /** The pod of a job's newest attempt at a task; empty when there is none, or none any more. */
    public Optional<Found> find(ObjectName.Job job, TaskName task) throws IOException {
        Map<String, String> labels = new HashMap<>(PodTemplate.jobLabels(job.key()));
        labels.put(PodTemplate.TASK_LABEL, PodNames.label(task.value()));
        try {
            return cluster.pods(labels).stream()
                    .flatMap(pod -> PodIdentity.of(pod)
                            .map(PodIdentity::address)
                            // Labels may be cut, and jobs with one cache key have them in common.
                            .filter(its -> its.job().equals(job) && its.task().equals(task))
                            .map(its -> found(pod, its.attempt()))
                            .stream())
                    .max(Comparator.comparingInt(Found::attempt));
        } catch (KubernetesClientException e) {
            throw ApiFailures.told(e, "list " + cluster.pods());
        }
    }

    private Found found(Pod pod, int attempt) {
        PodState state = PodState.of(pod);
        Optional<String> waits = state.hasBegun()
                ? Optional.empty()
                : state.imageTrouble().or(state::unscheduled).or(() -> Optional.of("it is being started"));
        return new Found(cluster.namespace() + "/" + pod.getMetadata().getName(), attempt, waits);
    }

    /**
     * Copies what a pod's worker has printed.
     *
     * @param follow whether to wait for its begin, and go on until its end
     * @param to what it throws is thrown on; flushed by nobody
     * @return false when the pod was gone before anything could be read
     */
    public boolean copy(Found found, boolean follow, OutputStream to) throws IOException {
        String name = found.name().substring(found.name().indexOf('/') + 1);
        try {
            return follow ? cluster.follow(name, to) : cluster.log(name, to);
        } catch (KubernetesClientException e) {
            throw ApiFailures.told(e, "read the log of pod " + found.name());
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
