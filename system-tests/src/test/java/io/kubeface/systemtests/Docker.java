package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.backend.DockerBackend;
import io.kubeface.reactor.backend.DockerBackendBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The docker of this machine: the variable {@value #COMMAND} has the command, and {@code KUBEFACE_DOCKER_IMAGE} an image with
 * a JRE and nothing of ours.
 */
final class Docker {
    /** The variable. */
    static final String COMMAND = "KUBEFACE_DOCKER_COMMAND";

    /** Why tests are skipped without it. */
    static final String SKIPPED = "SKIPPED, nothing was tested: the variable names no docker command";

    private Docker() {}

    static String command() {
        return System.getenv(COMMAND);
    }

    static String image() {
        String image = System.getenv("KUBEFACE_DOCKER_IMAGE");
        return image == null ? "eclipse-temurin:17-jre" : image;
    }

    /** A backend whose containers need no network. */
    static DockerBackendBuilder backend() {
        return DockerBackend.builder().command(command()).image(image()).network("none");
    }

    /** What a call prints, which must succeed. */
    static String call(String... arguments) throws IOException, InterruptedException {
        Process process = start(true, arguments);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.strip();
    }

    /** Names of the containers of workers that there are, running or not. */
    static List<String> containers() throws IOException, InterruptedException {
        return call("ps", "--all", "--filter", "label=io.kubeface.client", "--format", "{{.Names}}")
                .lines()
                .toList();
    }

    /** The name of the first container of a storage's workers to which this has happened since a time, as soon as it has. */
    static String await(String event, String storage, long sinceSeconds) throws Exception {
        return awaitEvent(event, "label=io.kubeface.storage=" + storage, sinceSeconds);
    }

    /** Returns when this has happened to a container since a time. */
    static void awaitOf(String container, String event, long sinceSeconds) throws Exception {
        awaitEvent(event, "container=" + container, sinceSeconds);
    }

    private static String awaitEvent(String event, String filter, long sinceSeconds) throws Exception {
        Process events = start(
                false,
                "events",
                "--since=" + sinceSeconds,
                "--filter=type=container",
                "--filter=event=" + event,
                "--filter=" + filter,
                "--format={{.Actor.Attributes.name}}");
        try {
            String name = CompletableFuture.supplyAsync(() -> readLine(events.inputReader(StandardCharsets.UTF_8)))
                    .get(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(name).as("docker events ended").isNotNull();
            return name;
        } finally {
            // Which ends the reading too; a close would wait for it.
            events.destroyForcibly().waitFor();
        }
    }

    private static String readLine(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The daemon's time, a little before now. */
    static long now() {
        return Duration.ofMillis(System.currentTimeMillis()).toSeconds() - 1;
    }

    private static Process start(boolean errorsToo, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(Arrays.asList(command().split(" ")));
        line.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(errorsToo);
        if (!errorsToo) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        return builder.start();
    }
}
