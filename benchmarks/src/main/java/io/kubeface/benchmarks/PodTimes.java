package io.kubeface.benchmarks;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the API server tells of pods that come and end: how many a minute, and what they are. */
final class PodTimes implements Watcher<Pod>, AutoCloseable {
    private final KubernetesClient client;
    private final String namespace;
    private final Watch watch;
    private final List<Pod> created = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private final List<ConfigMap> mounted = new ArrayList<>();
    private long firstNanos;
    private long lastNanos;
    private int failed;

    @Nullable
    private WatcherException broken;

    PodTimes(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        String now = client.pods().inNamespace(namespace).list().getMetadata().getResourceVersion();
        watch = client.pods()
                .inNamespace(namespace)
                .watch(new ListOptionsBuilder().withResourceVersion(now).build(), this);
    }

    @Override
    public synchronized void eventReceived(Action action, Pod pod) {
        String phase = String.valueOf(pod.getStatus().getPhase());
        if (action == Action.ADDED) {
            if (created.isEmpty()) {
                firstNanos = System.nanoTime();
                client.configMaps().inNamespace(namespace).list().getItems().stream()
                        .filter(map -> !map.getMetadata().getName().equals("kube-root-ca.crt"))
                        .forEach(mounted::add);
            }
            created.add(pod);
        } else if (phase.equals("Succeeded") || phase.equals("Failed")) {
            if (ended.add(pod.getMetadata().getName())) {
                lastNanos = System.nanoTime();
                failed += phase.equals("Failed") ? 1 : 0;
            }
        }
        notifyAll();
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
        if (broken != null || failed > 0) {
            throw new IllegalStateException(failed + " of " + ended.size() + " pods failed", broken);
        }
        return pods * 60e9 / (lastNanos - firstNanos);
    }

    /** The pods as they were created, to create them again. */
    synchronized List<Pod> pods() {
        return created.stream().map(PodTimes::asCreated).toList();
    }

    /** A pod to create, like one that was created. */
    static Pod asCreated(Pod pod) {
        return pod.edit().withMetadata(bare(pod.getMetadata())).withStatus(null).build();
    }

    /** What they mounted, to create it again. */
    synchronized List<ConfigMap> mounted() {
        return mounted.stream()
                .map(map -> map.edit().withMetadata(bare(map.getMetadata())).build())
                .toList();
    }

    private static ObjectMeta bare(ObjectMeta of) {
        return new ObjectMetaBuilder()
                .withName(of.getName())
                .withNamespace(of.getNamespace())
                .withLabels(of.getLabels())
                .withAnnotations(of.getAnnotations())
                .build();
    }

    @Override
    public void close() {
        watch.close();
    }
}
