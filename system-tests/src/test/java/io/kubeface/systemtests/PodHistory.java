package io.kubeface.systemtests;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the API server tells of the pods of a namespace, change by change, from before the first of them. */
final class PodHistory implements Watcher<Pod>, AutoCloseable {
    private static final Set<String> TERMINAL = Set.of("Succeeded", "Failed");

    private final Watch watch;
    private final Map<String, String> phases = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private int most;

    @Nullable
    private WatcherException broken;

    PodHistory(KubernetesClient client, String namespace) {
        String now = client.pods().inNamespace(namespace).list().getMetadata().getResourceVersion();
        watch = client.pods()
                .inNamespace(namespace)
                .watch(new ListOptionsBuilder().withResourceVersion(now).build(), this);
    }

    @Override
    public synchronized void eventReceived(Action action, Pod pod) {
        String name = pod.getMetadata().getName();
        seen.add(name);
        if (action == Action.DELETED) {
            phases.remove(name);
        } else {
            phases.put(name, String.valueOf(pod.getStatus().getPhase()));
        }
        most = Math.max(most, (int) phases.values().stream()
                .filter(phase -> !TERMINAL.contains(phase))
                .count());
        notifyAll();
    }

    @Override
    public synchronized void onClose(WatcherException cause) {
        broken = cause;
        notifyAll();
    }

    /** Waits until so many pods came, and all of them went. */
    synchronized void awaitGone(int pods) throws InterruptedException {
        await(() -> seen.size() >= pods && phases.isEmpty());
    }

    /** Waits until so many pods run at once. */
    synchronized void awaitRunning(int pods) throws InterruptedException {
        await(() -> phases.values().stream().filter("Running"::equals).count() >= pods);
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Deadlines.LONG.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0 || broken != null) {
                throw new AssertionError(seen.size() + " pods were seen, and are left: " + phases, broken);
            }
            wait(millis);
        }
    }

    /** How many pods at most were there at once and had not ended. */
    synchronized int mostNotTerminal() {
        return most;
    }

    /** Names of all pods that ever were. */
    synchronized Set<String> seen() {
        return Set.copyOf(seen);
    }

    @Override
    public void close() {
        watch.close();
    }
}
