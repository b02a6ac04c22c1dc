package io.kubeface.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;

/** Holds a task, which may be in another process, until a test lets it go on. */
final class Gate {
    private Gate() {}

    /** Returns when this file is there. */
    static void pass(String file) throws InterruptedException {
        Path path = Path.of(file);
        while (Files.notExists(path)) {
            Thread.sleep(20);
        }
    }
}
