package io.kubeface.reactor.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is called, without asking the network. */
final class LocalMachine {
    private LocalMachine() {}

    /** Its name, or {@code localhost} where that is not known. Blocking. */
    static String hostName() {
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
}
