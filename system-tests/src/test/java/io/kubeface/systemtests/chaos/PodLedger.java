package io.kubeface.systemtests.chaos;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kubeface.systemtests.Deadlines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What the API server tells of the pods of a namespace, change by change. When it was gone, or its history was, all pods
 * are listed and the watch goes on from there.
 */
final class PodLedger implements Watcher<Pod>, AutoCloseable {
    private static final Set<String> TERMINAL = Set.of("Succeeded", "Failed");
    private static final long PAUSE_MILLIS = 100;

    private final KubernetesClient client;
    private final String namespace;
    private final Thread thread = new Thread(this::follow, "pod-ledger");
    private final Map<String, Pod> there = new HashMap<>();
    private final Map<String, Launch> launches = new LinkedHashMap<>();
    private final Map<String, Integer> mostAlive = new LinkedHashMap<>();
    private CountDownLatch broken = new CountDownLatch(1);
    private int listings;
    private volatile boolean closed;

    /** A pod: the id of the client that made it, the name of the value that it works on, and when it was first heard of. */
    record Launch(String pod, String client, String value, long atNanos) {
        static Launch of(Pod pod) {
            return new Launch(
                    pod.getMetadata().getName(),
                    pod.getMetadata().getLabels().getOrDefault("kubeface.io/client", ""),
                    pod.getMetadata().getAnnotations().getOrDefault("kubeface.io/result", ""),
                    System.nanoTime());
        }
    }

    /** Follows at once. */
    PodLedger(KubernetesClient client, String namespace) throws InterruptedException {
        this.client = client;
        this.namespace = namespace;
        thread.start();
        synchronized (this) {
            while (listings == 0) {
                wait();
            }
        }
    }

    private void follow() {
        while (!closed) {
            CountDownLatch end = new CountDownLatch(1);
            try {
                PodList list = client.pods().inNamespace(namespace).list();
                begin(list, end);
                Watch watch = client.pods()
                        .inNamespace(namespace)
                        .watch(
                                new ListOptionsBuilder()
                                        .withResourceVersion(list.getMetadata().getResourceVersion())
                                        .build(),
                                this);
                try {
                    end.await();
                } finally {
                    watch.close();
                }
            } catch (KubernetesClientException e) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void begin(PodList list, CountDownLatch end) {
        broken = end;
        listings++;
        there.clear();
        list.getItems().forEach(pod -> there.put(pod.getMetadata().getName(), pod));
        list.getItems().forEach(this::noteLaunch);
        count();
    }

    @Override
    public synchronized void eventReceived(Action action, Pod pod) {
        if (action == Action.DELETED) {
            there.remove(pod.getMetadata().getName());
        } else {
            there.put(pod.getMetadata().getName(), pod);
        }
        noteLaunch(pod);
        count();
    }

    private void noteLaunch(Pod pod) {
        launches.computeIfAbsent(pod.getMetadata().getName(), name -> Launch.of(pod));
    }

    private void count() {
        Map<String, Integer> alive = new HashMap<>();
        there.values().stream()
                .filter(PodLedger::isAlive)
                .forEach(pod -> alive.merge(Launch.of(pod).client(), 1, Integer::sum));
        alive.forEach((owner, pods) -> mostAlive.merge(owner, pods, Math::max));
        notifyAll();
    }

    /** Whether it has not ended, and nobody has asked for its end. */
    private static boolean isAlive(Pod pod) {
        return !isTerminal(pod) && pod.getMetadata().getDeletionTimestamp() == null;
    }

    private static boolean isTerminal(Pod pod) {
        return TERMINAL.contains(String.valueOf(pod.getStatus().getPhase()));
    }

    @Override
    public void onClose() {
        onClose(new WatcherException("closed"));
    }

    @Override
    public synchronized void onClose(WatcherException cause) {
        broken.countDown();
    }

    /** One of the pods that run, are not about to end, and fulfil this; waits until there is one. */
    synchronized Pod awaitRunning(Random random, Predicate<Pod> wanted) throws InterruptedException {
        List<Pod> found = new ArrayList<>();
        await(() -> {
            found.clear();
            there.values().stream()
                    .filter(PodLedger::isAlive)
                    .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                    .filter(wanted)
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(random.nextInt(found.size()));
    }

    /** Waits until all pods that are there have ended; gives those. */
    synchronized List<Launch> awaitAllEnded() throws InterruptedException {
        await(() -> there.values().stream().allMatch(PodLedger::isTerminal));
        return there.keySet().stream().map(launches::get).toList();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Deadlines.LONG.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("It did not come about; these pods are there: " + there.keySet());
            }
            wait(millis);
        }
    }

    /** All pods that ever were, in the order of their coming. */
    synchronized List<Launch> launches() {
        return List.copyOf(launches.values());
    }

    /** How many pods of each client at most were there at once, had not ended, and were not being deleted. */
    synchronized Map<String, Integer> mostAlive() {
        return new LinkedHashMap<>(mostAlive);
    }

    /** How often all pods had to be listed, the first time included: changes between the last event and that are unknown. */
    synchronized int listings() {
        return listings;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
