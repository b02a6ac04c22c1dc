package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.systemtests.StorageProxy.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of the command whose storage, for driver and workers alike, fails now and then in all the ways that are known. */
class StorageFaultsIT {
    private static final long SEED = 20_260_101;
    /** Values of two digits make results that are written in one request, those of three make larger ones. */
    private static final int TIMES = 400_000;

    @TempDir
    Path directory;

    @Test
    void resultsAreWholeAndRightAndNothingIsLeft() throws Exception {
        SeededFaults faults = new SeededFaults(SEED);
        try (Bucket bucket = new Bucket();
                StorageProxy storage = new StorageProxy(RealParts.variable("STORAGE_EMULATOR_HOST"), faults)) {
            Path csv = directory.resolve("result.csv");
            Path log = directory.resolve("log");

            int exitCode = run(storage, log, bucket.url(), csv);

            assertThat(exitCode).as(Files.readString(log)).isZero();
            assertThat(Files.readAllLines(csv)).isEqualTo(expected());
            assertThat(faults.happened()).containsOnlyKeys(Fault.BUSY, Fault.LOST, Fault.CUT, Fault.HALF, Fault.SLOW);
            assertThat(bucket.leftovers()).isEmpty();
        }
    }

    private static List<String> expected() {
        return IntStream.concat(IntStream.of(-1), IntStream.range(96, 104))
                .mapToObj(value -> value < 0
                        ? "Value,Result"
                        : value + "," + String.valueOf(value).repeat(TIMES))
                .toList();
    }

    private static int run(StorageProxy proxy, Path log, String storage, Path csv) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.kubeface.cli.Main",
                        "run",
                        "--verbose",
                        "--storage",
                        storage,
                        "--max-simultaneous-tasks",
                        "4",
                        "--expression",
                        "('' + value) * " + TIMES,
                        "--generator-expression",
                        "range(96, 104)",
                        "--out-csv",
                        csv.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("STORAGE_EMULATOR_HOST", proxy.url());
        Process process = builder.start();
        process.getOutputStream().close();
        return process.waitFor();
    }
}
