package io.kubeface.benchmarks;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The least that runs pods: creates them, so many at once, watches them, deletes those that ended. */
final class BarePods implements ResourceEventHandler<Pod> {
    private static final int THREADS = 8;

    private final KubernetesClient client;
    private final Semaphore slots;
    private final CountDownLatch left;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private BarePods(KubernetesClient client, int max, int pods) {
        this.client = client;
        this.slots = new Semaphore(max);
        this.left = new CountDownLatch(pods);
    }

    /** Runs pods to their ends, and removes them and what they mounted. */
    static void run(String namespace, List<Pod> pods, List<ConfigMap> mounted, int max) throws InterruptedException {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            mounted.forEach(map -> client.resource(map).create());
            BarePods run = new BarePods(client, max, pods.size());
            try (SharedIndexInformer<Pod> informer =
                    client.pods().inNamespace(namespace).inform(run)) {
                for (Pod pod : pods) {
                    run.slots.acquire();
                    run.threads.execute(() -> client.resource(pod).create());
                }
                run.left.await();
                informer.stop();
            } finally {
                run.threads.shutdown();
            }
            mounted.forEach(map -> client.resource(map).delete());
        }
    }

    @Override
    public void onAdd(Pod pod) {
        seen(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        seen(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        // What is deleted had ended.
    }

    private void seen(Pod pod) {
        String phase = String.valueOf(pod.getStatus().getPhase());
        if ((phase.equals("Succeeded") || phase.equals("Failed"))
                && ended.add(pod.getMetadata().getName())) {
            slots.release();
            threads.execute(() -> {
                client.resource(pod).delete();
                left.countDown();
            });
        }
    }
}
