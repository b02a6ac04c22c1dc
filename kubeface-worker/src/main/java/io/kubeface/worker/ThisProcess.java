package io.kubeface.worker;

import io.kubeface.core.task.WorkerIdentity;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who this process is. On Linux it reads {@code /proc}: the JDK's own ways start threads and look up addresses, which a
 * worker's start cannot afford.
 */
final class ThisProcess {

    private ThisProcess() {}

    static WorkerIdentity identity() {
        return new WorkerIdentity(
                host(),
                pid(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.vendor"),
                commandLine());
    }

    private static String host() {
        String pod = System.getenv("HOSTNAME");
        if (pod != null && !pod.isEmpty()) {
            return pod;
        }
        try {
            return read("/proc/sys/kernel/hostname").strip();
        } catch (IOException e) {
            return hostByAddress();
        }
    }

    private static String hostByAddress() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static long pid() {
        try {
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
        } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
            return ProcessHandle.current().pid();
        }
    }

    private static String commandLine() {
        try {
            return read("/proc/self/cmdline").replace('\0', ' ').strip();
        } catch (IOException e) {
            return ProcessHandle.current().info().commandLine().orElse("");
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
