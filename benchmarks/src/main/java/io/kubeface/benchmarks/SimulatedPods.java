package io.kubeface.benchmarks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten thousand pods on simulated nodes that run nothing and end by themselves, beside a bare client that writes, creates,
 * watches, reads and deletes the same. Each client is a JVM of its own; results are written from here for both.
 */
final class SimulatedPods implements Scenario {
    static final int MAX = 500;
    private static final int TASKS = Integer.getInteger("simulated.pods", 10_000);
    private static final double BOUND = 0.9;
    private static final double HEAP_BOUND = 1.1;
    private static final String KUBEFACE = "kubeface";
    private static final String BARE = "bare client";
    private static final List<String> JVM = List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        try (ClusterParts parts = new ClusterParts();
                Directories.Temporary directory = Directories.Temporary.create()) {
            checkNodes(parts);
            Path pod = directory.path().resolve("pod.yaml");
            Path storage = Files.createDirectory(directory.path().resolve("storage"));
            // Stages the code, and shows how a pod looks.
            List<String> lines = new ArrayList<>();
            kubeface(lab, parts, storage, SimulatedPodsMain.FEW, pod, new ArrayList<>());
            Alternation rates = new Alternation();
            rates.add(KUBEFACE, () -> kubeface(lab, parts, storage, TASKS, pod, lines));
            rates.add(BARE, () -> bare(lab, parts, storage, pod));
            rates.run(lab.rounds());
            lab.say(rates.table("pods a minute", BARE));
            lab.atLeast("pods a minute, " + MAX + " at once, to a bare client's", rates.ratio(KUBEFACE, BARE), BOUND);
            lab.atMost(
                    "heap of the driver, late to early",
                    Statistics.median(lines.stream()
                            .map(line -> JsonLine.number(line, "heapLateToEarly"))
                            .toList()),
                    HEAP_BOUND);
            lab.atMost(
                    "objects left",
                    Directories.countFiles(storage.resolve("inputs"))
                            + Directories.countFiles(storage.resolve("results")),
                    0);
        }
    }

    private static void checkNodes(ClusterParts parts) {
        if (parts.client
                .nodes()
                .withLabel(SimulatedPodsMain.NODE_LABEL, "true")
                .list()
                .getItems()
                .isEmpty()) {
            throw new IllegalStateException("There are no nodes with the label and the taint fake=true, as kwok plays"
                    + " them, on which pods run at once and end by themselves.");
        }
    }

    private static double kubeface(Lab lab, ClusterParts parts, Path storage, int tasks, Path pod, List<String> lines)
            throws IOException, InterruptedException {
        try (ObjectStore store = ObjectStores.open(SharedDirectories.url(storage));
                SimulatedWorkers workers = new SimulatedWorkers(parts.client, parts.namespace(), store)) {
            lines.add(lab.java(
                    JVM,
                    SimulatedPodsMain.class,
                    List.of(Integer.toString(tasks), parts.namespace(), SharedDirectories.url(storage))));
            Pod first = workers.first();
            Files.writeString(pod, Serialization.asYaml(PodTimes.asCreated(first)));
            return workers.perMinute(tasks);
        }
    }

    private static double bare(Lab lab, ClusterParts parts, Path storage, Path pod)
            throws IOException, InterruptedException {
        try (ObjectStore store = ObjectStores.open(SharedDirectories.url(storage));
                SimulatedWorkers workers = new SimulatedWorkers(parts.client, parts.namespace(), store)) {
            lab.java(
                    JVM,
                    BareSimulatedPodsMain.class,
                    List.of(
                            Integer.toString(TASKS),
                            parts.namespace(),
                            SharedDirectories.url(storage),
                            pod.toString()));
            return workers.perMinute(TASKS);
        }
    }
}
