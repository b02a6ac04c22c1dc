package io.kubeface.benchmarks;

import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import reactor.core.publisher.Flux;

/**
 * Runs one job through the public API, in a JVM of its own, and prints one JSON line about it; or, with
 * {@code --prepare}, writes the same job's inputs and the command lines of its workers into a directory.
 */
public final class WholeRun {
    private static final double P99 = 0.99;

    private WholeRun() {}

    /** Options as {@code benchmarks/README.md} has them. */
    public static void main(String[] args) throws IOException {
        Arguments arguments = RunOptions.arguments(args);
        RunOptions options = RunOptions.of(arguments);
        if (arguments.has("prepare")) {
            PreparedRun.prepare(options, Path.of(arguments.text("prepare", "")));
            return;
        }
        try (Directories.Temporary storage = Directories.Temporary.create()) {
            System.out.println(run(options, storage.path()));
        }
    }

    private static JsonLine run(RunOptions options, Path storage) throws IOException {
        RunRecorder recorder;
        double wall;
        Cpu ready;
        Cpu warm;
        ChildWatch watch = ChildWatch.start();
        try (Kubeface kubeface = Clients.builder(options.backend(), storage, options.max(), options.workerJvmOptions())
                .build()) {
            ready = Cpu.now();
            if (options.warmUp() > 0) {
                trivial(kubeface, options.warmUp()).then().block();
            }
            warm = Cpu.now();
            recorder = new RunRecorder();
            results(kubeface, options).doOnNext(recorder::next).then().block();
            wall = recorder.secondsSinceSubscription();
        }
        watch.close();
        Cpu used = Cpu.now().since(warm);
        double driver = used.ownSeconds() - watch.ownSeconds();
        return new JsonLine()
                .add("backend", options.backend())
                .add("java", Runtime.version().toString())
                .add("tasks", options.tasks())
                .add("itemsPerTask", options.itemsPerTask())
                .add("sleepMillis", options.sleepMillis())
                .add("firstSleepMillis", options.firstSleepMillis())
                .add("payloadBytes", options.payloadBytes())
                .add("max", options.max())
                .add("ordered", options.ordered())
                .add("failures", recorder.failures())
                .add("wallSeconds", wall)
                .add("firstResultSeconds", recorder.firstSeconds())
                .add("cpuStartSeconds", ready.ownSeconds())
                .add("cpuDriverSeconds", driver)
                .add("cpuWorkersSeconds", used.childrenSeconds())
                .add("cpuSecondsPerTask", (driver + used.childrenSeconds()) / options.tasks())
                .add(
                        "peakResidentDriverBytes",
                        Memory.peakResident(ProcessHandle.current().pid()))
                .add("peakResidentWorkerBytes", watch.largestBytes())
                .add("peakHeapDriverBytes", Memory.peakHeap())
                .add("averageRunning", recorder.averageRunning())
                .add("averageAttempts", recorder.averageAttempts())
                .add("durableToNextMedianMillis", Statistics.median(recorder.durableToNextMillis()))
                .add("durableToNextP99Millis", Statistics.quantile(recorder.durableToNextMillis(), P99))
                .add("returnedToNextMedianMillis", Statistics.median(recorder.returnedToNextMillis()))
                .add("returnedToNextP99Millis", Statistics.quantile(recorder.returnedToNextMillis(), P99))
                .add("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** The job that the options describe. */
    static Flux<? extends Result<?>> results(Kubeface kubeface, RunOptions options) {
        return results(kubeface.job("whole-run").itemsPerTask(options.itemsPerTask()), options, options.work());
    }

    private static <T> Flux<Result<T>> results(JobSpec job, RunOptions options, Work<T> work) {
        Flux<T> inputs = Flux.range(0, options.inputs()).map(work.input()::apply);
        return options.ordered() ? job.map(work.function(), inputs) : job.mapUnordered(work.function(), inputs);
    }

    private static Flux<Result<Integer>> trivial(Kubeface kubeface, int tasks) {
        return kubeface.job("warm-up").map(x -> x + 1, Flux.range(0, tasks));
    }
}
