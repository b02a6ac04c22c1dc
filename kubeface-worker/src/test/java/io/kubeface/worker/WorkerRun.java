package io.kubeface.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A worker's process that was started. */
final class WorkerRun {

    private static final int DEADLINE_SECONDS = 60;

    private final Process process;
    private final Path output;

    WorkerRun(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    Process process() {
        return process;
    }

    /** Waits for the end; a worker that does not end is a failed test. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The worker did not end within " + DEADLINE_SECONDS + " s.");
        }
        return process.exitValue();
    }

    /** What it printed, standard output and error together, when they went to a file. */
    String output() throws IOException {
        return Files.readString(output);
    }
}
