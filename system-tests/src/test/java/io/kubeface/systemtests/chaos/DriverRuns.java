package io.kubeface.systemtests.chaos;

import io.kubeface.systemtests.Bucket;
import io.kubeface.systemtests.Cluster;
import io.kubeface.systemtests.Deadlines;
import io.kubeface.systemtests.Drivers;
import io.kubeface.systemtests.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of {@link ChaosDriver}, one after the other, all with the same job. */
final class DriverRuns implements AutoCloseable {
    private static final String LOG_WITH_TIMES =
            "-Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS";

    private final Cluster cluster;
    private final Bucket bucket;
    private final Storage storage;
    private final int tasks;
    private final Path directory;
    private final List<Run> runs = new ArrayList<>();

    /** A process, when it was started, and where it writes outcomes. */
    record Run(Process process, long startedNanos, Path outcomes) {
        /** What it was given before it ended; a line that was not written to its end does not count. */
        List<ChaosDriver.Outcome> given() throws IOException {
            if (Files.notExists(outcomes)) {
                return List.of();
            }
            String text = Files.readString(outcomes);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(ChaosDriver.Outcome::parse)
                    .toList();
        }
    }

    /** @param directory where logs and outcomes go */
    DriverRuns(Cluster cluster, Bucket bucket, Storage storage, int tasks, Path directory) {
        this.cluster = cluster;
        this.bucket = bucket;
        this.storage = storage;
        this.tasks = tasks;
        this.directory = directory;
    }

    /** Starts the next. */
    void start() throws IOException {
        int number = runs.size() + 1;
        Path outcomes = directory.resolve("driver-" + number + ".outcomes");
        Files.deleteIfExists(outcomes);
        ProcessBuilder builder = Drivers.of(
                        ChaosDriver.class,
                        bucket.url(),
                        cluster.driverConfig.toString(),
                        RealParts.jreImage(),
                        Integer.toString(tasks),
                        outcomes.toString())
                .redirectOutput(directory.resolve("driver-" + number + ".log").toFile());
        builder.environment().put("JDK_JAVA_OPTIONS", LOG_WITH_TIMES);
        builder.environment().put("STORAGE_EMULATOR_HOST", storage.url());
        long now = System.nanoTime();
        runs.add(new Run(builder.start(), now, outcomes));
    }

    /** Kills the one that runs with signal 9, and starts the next. */
    void killAndStart() throws IOException, InterruptedException {
        last().process().destroyForcibly().waitFor();
        start();
    }

    /** Whether one runs. */
    boolean work() {
        return last().process().isAlive();
    }

    /** Waits for the end of the one that runs; its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!last().process().waitFor(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The last driver does not end; see " + directory);
        }
        return last().process().exitValue();
    }

    List<Run> runs() {
        return List.copyOf(runs);
    }

    Run last() {
        return runs.get(runs.size() - 1);
    }

    @Override
    public void close() {
        for (Run run : runs) {
            run.process().destroyForcibly().onExit().join();
        }
    }
}
