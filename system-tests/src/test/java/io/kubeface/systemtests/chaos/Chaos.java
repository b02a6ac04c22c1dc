package io.kubeface.systemtests.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.systemtests.Cluster;
import io.kubeface.systemtests.Part;
import io.kubeface.systemtests.StorageProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Does to a job what its plan says, one fault after the other. */
final class Chaos {
    private static final int REFUSED_CONNECTIONS = 3;
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(10);
    private static final int SLOW_REQUESTS = 100;
    private static final int BAD_REQUESTS = 30;

    private final Plan plan;
    private final Random random;
    private final Cluster cluster;
    private final Storage storage;
    private final DriverRuns drivers;
    private final PodLedger ledger;
    private final List<Done> done = new ArrayList<>();
    private final long beginNanos = System.nanoTime();

    /** A fault that came: when, at how many values, how long it took until all was up again, and what it hit. */
    record Done(Fault fault, Duration after, int values, Duration took, String hit) {}

    Chaos(Plan plan, Cluster cluster, Storage storage, DriverRuns drivers, PodLedger ledger) {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.cluster = cluster;
        this.storage = storage;
        this.drivers = drivers;
        this.ledger = ledger;
    }

    /** Returns when the last fault is over. */
    void run() throws IOException, InterruptedException {
        for (Plan.Step step : plan.steps()) {
            storage.awaitValues(step.atValues(), drivers::work);
            int values = storage.count();
            long begin = System.nanoTime();
            String hit = bring(step.fault());
            Done now = new Done(
                    step.fault(),
                    Duration.ofNanos(begin - beginNanos),
                    values,
                    Duration.ofNanos(System.nanoTime() - begin),
                    hit);
            System.out.println(now);
            done.add(now);
        }
    }

    /** What came, in order. */
    List<Done> done() {
        return List.copyOf(done);
    }

    private String bring(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case WORKER_KILLED -> {
                return hit(cluster::killWorker);
            }
            case POD_DELETED -> {
                return hit(
                        pod -> cluster.client.resource(pod).withGracePeriod(30).delete());
            }
            case POD_DELETED_BY_FORCE -> {
                return hit(
                        pod -> cluster.client.resource(pod).withGracePeriod(0).delete());
            }
            case POD_EVICTED -> {
                return hit(pod -> cluster.client.pods().resource(pod).evict());
            }
            case API_SERVER_DOWN -> {
                Part.API_SERVER.stop();
                cluster.awaitRefused(REFUSED_CONNECTIONS);
                Part.startAll();
            }
            case ETCD_RESTARTED -> {
                Part.ETCD.stop();
                Part.startAll();
            }
            case KUBELET_DOWN -> {
                ledger.awaitRunning(random, this::isUnfinished);
                Part.KUBELET.stop();
                storage.awaitValues(storage.count() + 1, drivers::work, LONGEST_OUTAGE);
                Part.startAll();
            }
            case WATCH_CUT -> cluster.cutWatches();
            case PUBSUB_LOST -> {
                Part.PUBSUB.stop();
                storage.awaitValues(storage.count() + 1, drivers::work, LONGEST_OUTAGE);
                Part.startAll();
            }
            case STORAGE_503 -> storage.weather(StorageProxy.Fault.BUSY, BAD_REQUESTS);
            case STORAGE_SLOW -> storage.weather(StorageProxy.Fault.SLOW, SLOW_REQUESTS);
            case STORAGE_HALF_ANSWERS -> storage.weather(StorageProxy.Fault.HALF, BAD_REQUESTS);
            case STORAGE_ANSWERS_LOST -> storage.weather(StorageProxy.Fault.LOST, BAD_REQUESTS);
            case DRIVER_KILLED -> drivers.killAndStart();
        }
        return "";
    }

    private interface Blow {
        void strike(Pod pod);
    }

    /** Strikes a pod that works. */
    private String hit(Blow blow) throws InterruptedException {
        while (true) {
            Pod pod = ledger.awaitRunning(random, this::isUnfinished);
            try {
                blow.strike(pod);
                return pod.getMetadata().getName();
            } catch (KubernetesClientException e) {
                if (stillRuns(pod)) {
                    throw e;
                }
                // It has just ended; another.
            }
        }
    }

    private boolean stillRuns(Pod pod) {
        Pod now = cluster.client.pods().resource(pod).get();
        return now != null && "Running".equals(now.getStatus().getPhase());
    }

    private boolean isUnfinished(Pod pod) {
        return !storage.values().containsKey("root/" + PodLedger.Launch.of(pod).value());
    }
}
