package io.kubeface.benchmarks;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** The least that runs pods: creates them, so many at once, watches them, deletes those that ended. */
final class BarePods implements ResourceEventHandler<Pod> {
    private static final int THREADS = 8;

    private final KubernetesClient client;
    private final Work work;
    private final Semaphore slots;
    private final CountDownLatch left;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** What is done for a pod beside the API server's part; nothing unless told. */
    interface Work {
        Work NONE = new Work() {};

        default void beforeCreation(Pod pod) throws IOException {}

        default void afterEnd(Pod pod) throws IOException {}
    }

    private BarePods(KubernetesClient client, Work work, int max, int pods) {
        this.client = client;
        this.work = work;
        this.slots = new Semaphore(max);
        this.left = new CountDownLatch(pods);
    }

    /** Runs pods to their ends, and removes them and what they mounted. */
    static void run(String namespace, List<Pod> pods, List<ConfigMap> mounted, int max) throws InterruptedException {
        run(namespace, pods.size(), pods::get, mounted, max, Work.NONE);
    }

    /** The same for so many pods, each of which is made when its turn comes, with some work beside. */
    static void run(String namespace, int count, IntFunction<Pod> pods, List<ConfigMap> mounted, int max, Work work)
            throws InterruptedException {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            mounted.forEach(map -> client.resource(map).create());
            BarePods run = new BarePods(client, work, max, count);
            try (SharedIndexInformer<Pod> informer =
                    client.pods().inNamespace(namespace).inform(run)) {
                for (int i = 0; i < count; i++) {
                    Pod pod = pods.apply(i);
                    run.slots.acquire();
                    run.threads.execute(() -> run.create(pod));
                }
                run.left.await();
                informer.stop();
            } finally {
                run.threads.shutdown();
            }
            mounted.forEach(map -> client.resource(map).delete());
        }
    }

    private void create(Pod pod) {
        try {
            work.beforeCreation(pod);
            client.resource(pod).create();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(Pod pod) {
        try {
            work.afterEnd(pod);
            client.resource(pod).delete();
            left.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
            threads.execute(() -> remove(pod));
        }
    }
}
