package io.kubeface.benchmarks;

import io.kubeface.bootstrap.Bootstrap;
import io.kubeface.core.code.WorkerInstallation;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.text.ShellText;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.backend.AttemptSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * The processor time of a worker whose storage is a bucket, started as in the worker's image, to that of a JVM that does
 * one get with Google's client from the same jars; each with its class data archive.
 */
final class GcsWorkerStart implements Scenario {
    private static final int TASKS = 10;
    private static final int ROUNDS = 9;
    private static final double BOUND = 1.35;
    private static final String WORKER = "worker";
    private static final String BARE = "bare get";
    /** As in the image and in a pod's command. */
    private static final List<String> FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseSerialGC",
            "-XX:NewRatio=5",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Dsun.misc.unsafe.memory.access=allow");

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        String emulator = ClusterParts.variable("STORAGE_EMULATOR_HOST");
        HoldingBackend backend = new HoldingBackend(TASKS);
        try (Directories.Temporary directory = Directories.Temporary.create();
                BenchmarkBucket bucket = new BenchmarkBucket();
                Kubeface kubeface = Kubeface.builder()
                        .storage(bucket.url())
                        .backend(environment -> backend)
                        .maxSimultaneousTasks(TASKS)
                        // It would find the workers' results, and end the job whose inputs they read.
                        .sweepPeriod(Duration.ofDays(1))
                        .build()) {
            Path scratch = directory.path();
            Path installed = scratch.resolve("installed");
            WorkerInstallation.main(new String[] {installed.toString(), bucket.url()});
            Path workerArchive = archive(
                    scratch,
                    List.of("-cp", installed.resolve("worker.jar").toString()),
                    List.of("io.kubeface.worker.WorkerMain", "--train", "--storage", "gs://training"));
            Disposable job = kubeface.map((Integer value) -> value * value, Flux.range(0, TASKS))
                    .subscribe();
            List<TaskAddress> tasks =
                    backend.await().stream().map(AttemptSpec::address).toList();
            List<String> bare = List.of(
                    BareGet.class.getName(),
                    emulator,
                    bucket.name(),
                    bucket.inBucket(tasks.get(0).input().path()));
            List<String> bareClassPath = List.of("-cp", bareClassPath(installed));
            Path bareArchive = archive(scratch, bareClassPath, bare);
            List<String> workers = tasks.stream()
                    .map(task -> ShellText.line(command(workerArchive, worker(installed, scratch, task))))
                    .toList();
            List<String> gets = tasks.stream()
                    .map(task -> ShellText.line(command(bareArchive, joined(bareClassPath, bare))))
                    .toList();
            Alternation cpu = new Alternation();
            cpu.add(WORKER, () -> {
                bucket.empty("results/", "logs/");
                return Shell.run(workers, 1, scratch).cpuPerCommand();
            });
            cpu.add(BARE, () -> Shell.run(gets, 1, scratch).cpuPerCommand());
            cpu.run(ROUNDS);
            job.dispose();
            lab.say(cpu.table("CPU seconds", BARE));
            lab.atMost("CPU of a worker with a bucket to a bare get's", cpu.ratio(WORKER, BARE), BOUND);
        }
    }

    private static List<String> worker(Path installed, Path scratch, TaskAddress task) {
        List<String> words = new ArrayList<>(List.of(
                "-cp",
                installed.resolve("worker.jar") + File.pathSeparator + ClassPaths.of(Bootstrap.class),
                Bootstrap.class.getName(),
                "--worker-jars",
                installed.resolve("worker-jars.txt").toString(),
                "--install-policy",
                "if-not-present"));
        words.addAll(task.arguments());
        words.addAll(List.of("--code-cache", scratch.resolve("code").toString(), "--installed", installed.toString()));
        return words;
    }

    /** The jars that the worker starts from, and in their order: with others the client loads more. */
    private static String bareClassPath(Path installed) throws IOException {
        List<String> jars = new ArrayList<>(List.of(ClassPaths.of(BareGet.class).toString()));
        for (String line : Files.readAllLines(installed.resolve("worker-jars.txt"))) {
            String digest = line.substring(0, line.indexOf(' '));
            jars.add(installed.resolve("code/sha256").resolve(digest + ".jar").toString());
        }
        return String.join(File.pathSeparator, jars);
    }

    private static List<String> command(Path archive, List<String> rest) {
        List<String> flags = new ArrayList<>(List.of(java()));
        flags.addAll(FLAGS);
        flags.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds*=off"));
        return joined(flags, rest);
    }

    /** The archive of a run. */
    private static Path archive(Path scratch, List<String> classPath, List<String> main)
            throws IOException, InterruptedException {
        Path archive = Files.createTempDirectory(scratch, "archive").resolve("classes.jsa");
        List<String> words = new ArrayList<>(List.of(java()));
        words.addAll(FLAGS);
        words.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr"));
        Shell.run(List.of(ShellText.line(joined(joined(words, classPath), main))), 1, scratch);
        return archive;
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
