package io.kubeface.benchmarks;

import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.events.NoEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** A driver of pods on simulated nodes. It looks at its heap after a collection a few times on the way. */
public final class SimulatedPodsMain {
    static final String NODE_LABEL = "fake";
    /** Tasks of a run that is too short to tell of the heap. */
    static final int FEW = 10;

    private static final int LOOKS = 8;

    /** Time enough for its result to be written before. */
    private static final String RUN_FOR = "3s";

    private SimulatedPodsMain() {}

    /** Takes the number of tasks, the namespace and the storage; prints one JSON line. */
    public static void main(String[] args) {
        int tasks = Integer.parseInt(args[0]);
        List<Double> heaps = new ArrayList<>();
        double before = ManyTasks.cpuSeconds();
        try (Kubeface kubeface = Kubeface.builder()
                .storage(args[2])
                .backend(KubernetesBackend.builder()
                        .namespace(args[1])
                        .image("simulated")
                        .cpu("10m")
                        .memory("256Mi")
                        .nodeSelector(Map.of(NODE_LABEL, "true"))
                        .tolerations("fake=true:NoSchedule")
                        .annotations(Map.of("fake/run-for", RUN_FOR))
                        .unlimitedLaunchRate())
                .events(environment -> new NoEvents())
                .maxSimultaneousTasks(SimulatedPods.MAX)
                .build()) {
            kubeface.mapUnordered((Integer value) -> value * value, Flux.range(0, tasks))
                    .index()
                    .doOnNext(result -> {
                        result.getT2().get();
                        if ((result.getT1() + 1) % Math.max(1, tasks / LOOKS) == 0) {
                            heaps.add(ManyTasks.collected());
                        }
                    })
                    .blockLast();
        }
        // The first tells of a driver that warms up, the last of one whose pods have become few.
        List<Double> looks = heaps.size() < LOOKS ? heaps : heaps.subList(1, LOOKS - 1);
        double early = looks.get(0);
        double late = looks.get(looks.size() - 1);
        System.out.println("heap after collections, MiB: " + heaps);
        System.out.println(new JsonLine()
                .add("tasks", tasks)
                .add("heapEarlyMebibytes", early)
                .add("heapLateMebibytes", late)
                .add("heapLateToEarly", late / early)
                .add("cpuMillisPerTask", 1000 * (ManyTasks.cpuSeconds() - before) / tasks));
    }
}
