package io.kubeface.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.Kubeface;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;

/**
 * A job of 100,000 trivial tasks beside jobs of 1,000, in process and in one JVM: the heap that they hold and the
 * processor time of a task do not depend on how many tasks there are. The objects are in a directory, so that the heap is
 * the driver's own.
 */
public final class ManyTasks implements Scenario {
    private static final int FEW = 1_000;
    private static final int MANY = 100_000;
    private static final int WARM_UP_JOBS = 40;
    private static final int MAX = 2;
    /** The client's default: so many tasks wait for the subscriber when it takes its time. */
    private static final int WINDOW = 256;
    /** The heap is looked at when so many results are still to come, so that the window can be full. */
    private static final int LEFT = 300;

    private static final long LOOK_MILLIS = 20;
    private static final int COLLECTIONS = 5;
    private static final double NANOS = 1e9;
    private static final double MEBIBYTE = 1 << 20;
    private static final double BOUND = 1.1;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        // A heap of its own, the same for both, so that both are collected as often.
        String line = lab.java(
                List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                ManyTasks.class,
                List.of("--rounds", "" + lab.rounds()));
        lab.atMost("heap under way, 100,000 tasks to 1,000", JsonLine.number(line, "heapUnderWayRatio"), BOUND);
        lab.atMost("heap afterwards, 100,000 tasks to 1,000", JsonLine.number(line, "heapAfterRatio"), BOUND);
        lab.atMost("CPU of a task, 100,000 tasks to 1,000", JsonLine.number(line, "cpuRatio"), BOUND);
    }

    /** Takes {@code --rounds N}; prints one JSON line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = Arguments.parse(List.of(args), Set.of("rounds")).number("rounds", 1, 1);
        Alternation cpu = new Alternation();
        List<Heap> few = new ArrayList<>();
        List<Heap> many = new ArrayList<>();
        try (Directories.Temporary storage = Directories.Temporary.create();
                Kubeface kubeface = Clients.builder(Clients.IN_PROCESS, storage.path(), MAX, List.of())
                        .build()) {
            for (int job = 0; job < WARM_UP_JOBS; job++) {
                run(kubeface, FEW);
            }
            cpu.add("few", () -> cpuOfFew(kubeface));
            cpu.add("many", () -> {
                few.add(heap(kubeface, FEW));
                double before = cpuSeconds();
                many.add(heap(kubeface, MANY));
                return (cpuSeconds() - before) / MANY;
            });
            cpu.run(rounds);
            System.out.println(cpu.table("CPU seconds", "few"));
            System.out.println(new JsonLine()
                    .add("few", FEW)
                    .add("many", MANY)
                    .add("fewHeapUnderWayMebibytes", underWay(few))
                    .add("manyHeapUnderWayMebibytes", underWay(many))
                    .add("heapUnderWayRatio", underWay(many) / underWay(few))
                    .add("fewHeapAfterMebibytes", after(few))
                    .add("manyHeapAfterMebibytes", after(many))
                    .add("heapAfterRatio", after(many) / after(few))
                    .add("fewCpuMillisPerTask", 1000 * cpu.median("few"))
                    .add("manyCpuMillisPerTask", 1000 * cpu.median("many"))
                    .add("cpuRatio", cpu.ratio("many", "few"))
                    .add(
                            "loadAverage",
                            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        }
    }

    /**
     * After a collection, in MiB.
     *
     * @param underWay when the window is full and few results are still to come
     * @param after the job's end
     */
    private record Heap(double underWay, double after) {}

    private static double underWay(List<Heap> heaps) {
        return Statistics.median(heaps.stream().map(Heap::underWay).toList());
    }

    private static double after(List<Heap> heaps) {
        return Statistics.median(heaps.stream().map(Heap::after).toList());
    }

    private static double cpuOfFew(Kubeface kubeface) {
        int jobs = MANY / FEW / 4;
        double before = cpuSeconds();
        for (int job = 0; job < jobs; job++) {
            run(kubeface, FEW);
        }
        return (cpuSeconds() - before) / (jobs * FEW);
    }

    private static void run(Kubeface kubeface, int tasks) {
        kubeface.<Integer, Integer>map(x -> x * x, Flux.range(0, tasks)).then().block();
    }

    private static Heap heap(Kubeface kubeface, int tasks) {
        double[] underWay = new double[1];
        kubeface.<Integer, Integer>map(x -> x * x, Flux.range(0, tasks))
                .doOnNext(result -> {
                    if (result.index() == tasks - LEFT) {
                        underWay[0] = whenWindowIsFull(kubeface);
                    }
                })
                .then()
                .block();
        return new Heap(underWay[0], collected());
    }

    /** Called while the subscriber takes its time over a result, so that in the end nothing runs and all waits for it. */
    private static double whenWindowIsFull(Kubeface kubeface) {
        List<JobSnapshot> jobs = kubeface.jobs();
        // Not when nothing runs: that may be so for a moment between two tasks.
        while (jobs.get(jobs.size() - 1).tasks().settled() < WINDOW) {
            pause();
            jobs = kubeface.jobs();
        }
        return collected();
    }

    /** In MiB, the least that is left of several collections: what the first leaves may wait for a reference handler. */
    static double collected() {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            pause();
            least = Math.min(least, Memory.heapInUse() / MEBIBYTE);
        }
        return least;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Processor time of this JVM so far. */
    static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / NANOS;
    }
}
