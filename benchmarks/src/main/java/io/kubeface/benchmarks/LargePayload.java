package io.kubeface.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * 256 MiB to a worker and 256 MiB of its own back, driver and worker each with a heap of two and a half times that: the run
 * succeeds, or the JVM that needs more says so.
 */
final class LargePayload implements Scenario {
    private static final int PAYLOAD_BYTES = 256 << 20;
    private static final double BOUND = 2.5;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        String heap = "-Xmx" + (long) (PAYLOAD_BYTES * BOUND);
        String line = lab.wholeRun(
                List.of(heap),
                "--tasks",
                "1",
                "--max",
                "1",
                "--payload-bytes",
                Integer.toString(PAYLOAD_BYTES),
                "--fresh",
                "true",
                "--worker-jvm-options",
                heap);
        lab.atMost(
                "failures with 256 MiB in and out and heaps of 2.5 times that", JsonLine.number(line, "failures"), 0);
        lab.atMost(
                "peak heap of the driver to the payload",
                JsonLine.number(line, "peakHeapDriverBytes") / PAYLOAD_BYTES,
                BOUND);
    }
}
