package io.kubeface.reactor.backend;

import io.kubeface.core.task.WorkerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine and process are called, without asking the network. Blocking. */
final class LocalMachine {
    private LocalMachine() {}

    /** The machine's name, as its workers tell it; {@code localhost} where that is not known. */
    static String hostName() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isEmpty()) {
            return name;
        }
        Path kernels = Path.of("/proc/sys/kernel/hostname");
        try {
            if (Files.isReadable(kernels)) {
                return Files.readString(kernels).strip();
            }
        } catch (IOException e) {
            return "localhost";
        }
        String windows = System.getenv("COMPUTERNAME");
        return windows == null ? "localhost" : windows;
    }

    /** This JVM as one that runs attempts. */
    static WorkerIdentity thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        return new WorkerIdentity(
                hostName(),
                process.pid(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.vendor"),
                process.info().commandLine().orElse(""));
    }
}
