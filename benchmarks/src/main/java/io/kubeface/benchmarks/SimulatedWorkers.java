package io.kubeface.benchmarks;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.RunReport;
import io.kubeface.core.task.TaskObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the workers of pods on simulated nodes: writes the result of each pod as soon as it is created, some time
 * before its node has it end. Counts the pods that end, by the API server's watch.
 */
final class SimulatedWorkers implements Watcher<Pod>, AutoCloseable {
    /** The annotation of a pod that names its result. */
    static final String RESULT = "kubeface.io/result";

    private static final int RESULT_VALUE = 49;

    private final TaskObjects objects;
    private final Watch watch;
    private final Set<String> ended = new HashSet<>();
    private long firstNanos;
    private long lastNanos;
    private int failed;

    @Nullable
    private Pod first;

    @Nullable
    private WatcherException broken;

    SimulatedWorkers(KubernetesClient client, String namespace, ObjectStore store) {
        this.objects = new TaskObjects(store, Codecs.named(List.of(), SimulatedWorkers.class.getClassLoader()));
        String now = client.pods().inNamespace(namespace).list().getMetadata().getResourceVersion();
        this.watch = client.pods()
                .inNamespace(namespace)
                .watch(new ListOptionsBuilder().withResourceVersion(now).build(), this);
    }

    @Override
    public void eventReceived(Action action, Pod pod) {
        if (action == Action.ADDED) {
            created(pod);
            write(pod.getMetadata().getAnnotations().getOrDefault(RESULT, ""));
        } else {
            changed(pod, action == Action.DELETED);
        }
    }

    private synchronized void created(Pod pod) {
        if (first == null) {
            first = pod;
            firstNanos = System.nanoTime();
        }
    }

    /** One that is deleted before it ends had its result found by a sweep. */
    private synchronized void changed(Pod pod, boolean deleted) {
        String phase = String.valueOf(pod.getStatus().getPhase());
        if ((deleted || phase.equals("Succeeded") || phase.equals("Failed"))
                && ended.add(pod.getMetadata().getName())) {
            lastNanos = System.nanoTime();
            failed += phase.equals("Failed") ? 1 : 0;
            notifyAll();
        }
    }

    private void write(String result) {
        Instant now = Instant.now();
        try {
            objects.writeResult(
                    ObjectName.parse(result, ObjectName.Value.class),
                    new RunReport(1, now, now, "simulated", 1, "none", "none", 1),
                    List.of(new ItemOutcome.Value(RESULT_VALUE, 0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void onClose(WatcherException cause) {
        broken = cause;
        notifyAll();
    }

    /** Waits until so many have ended; then how many did in a minute, from the first creation to the last end. */
    synchronized double perMinute(int pods) throws InterruptedException {
        while (ended.size() < pods && broken == null) {
            wait();
        }
        if (broken != null || failed > 0 || ended.size() > pods) {
            throw new IllegalStateException(
                    failed + " of " + ended.size() + " pods failed, " + pods + " were to end", broken);
        }
        return pods * 60e9 / (lastNanos - firstNanos);
    }

    /** The first pod as it was created. */
    synchronized Pod first() {
        if (first == null) {
            throw new IllegalStateException("There was no pod.");
        }
        return first;
    }

    @Override
    public void close() {
        watch.close();
    }
}
