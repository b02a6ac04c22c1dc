package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeObjectIT {
    private static final long ONE_GIB = 1L << 30;

    private EmulatedBucket bucket;

    @BeforeEach
    void makeBucket() throws Exception {
        bucket = new EmulatedBucket();
    }

    @AfterEach
    void removeBucket() throws Exception {
        bucket.remove();
    }

    @Test
    void oneGibibyteGoesThroughASmallHeap(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeObjectMain.class.getName(),
                        "gs://" + bucket.name,
                        Long.toString(ONE_GIB))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(8, TimeUnit.MINUTES)).as("ended in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String[] printed = Files.readString(output, UTF_8).strip().split(" ", -1);
        assertThat(process.exitValue())
                .as("output: %s", String.join(" ", printed))
                .isZero();
        assertThat(printed).hasSize(3);
        assertThat(printed[0]).isEqualTo(Long.toString(ONE_GIB));
        assertThat(printed[2]).as("read as written").isEqualTo(printed[1]);
    }
}
