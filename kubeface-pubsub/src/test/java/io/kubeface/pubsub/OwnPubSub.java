package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An emulator of Pub/Sub that a test may stop; it forgets everything when it does. */
final class OwnPubSub implements AutoCloseable {
    private static final Path JARS = Path.of("/usr/lib/google-cloud-sdk/platform/pubsub-emulator/lib");

    private final int port;
    private @Nullable Process process;

    OwnPubSub() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    void start() throws IOException {
        process = new ProcessBuilder("java", "-Xmx256m", "-jar", jar().toString(), "--host=127.0.0.1", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private static Path jar() throws IOException {
        assertThat(JARS).as("the Pub/Sub emulator of the Google Cloud SDK").isDirectory();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(JARS, "cloud-pubsub-emulator-*-all.jar")) {
            return jars.iterator().next();
        }
    }
}
