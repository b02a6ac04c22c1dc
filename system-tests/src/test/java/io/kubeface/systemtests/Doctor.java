package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code kubeface doctor} with pods as workers, in a process with this one's class path. */
final class Doctor {
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> more = new ArrayList<>();
    private String storage;
    private String image;

    Doctor(String storage, Path driverConfig, String image) {
        this.storage = storage;
        this.image = image;
        variable("KUBECONFIG", driverConfig.toString());
    }

    Doctor storage(String url) {
        storage = url;
        return this;
    }

    Doctor image(String name) {
        image = name;
        return this;
    }

    Doctor with(String... arguments) {
        more.addAll(Arrays.asList(arguments));
        return this;
    }

    Doctor variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** With the rights that the tests have. */
    Doctor asAdministrator() {
        return variable("KUBECONFIG", RealParts.variable("KUBECONFIG"));
    }

    Report look() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "doctor",
                "--storage",
                storage,
                "--backend",
                "kubernetes",
                "--worker-image",
                image,
                "--kubernetes-task-resources-cpu",
                "10m",
                "--kubernetes-task-resources-memory-mb",
                "256"));
        arguments.addAll(more);
        Process process = CommandProcess.start(arguments, variables);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Report(process.waitFor(), text);
    }

    /** What it said. */
    record Report(int exitCode, String text) {
        List<String> lines() {
            return text.lines().toList();
        }

        /** The line of a check. */
        String line(String check) {
            return lines().stream()
                    .filter(line -> line.matches("\\w+ +\\Q" + check + "\\E +\\d+ ms .*"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("Nothing of " + check + " in:\n" + text));
        }

        /** The line of a check that failed; the exit code must tell so too. */
        String failed(String check) {
            assertThat(exitCode).as(text).isEqualTo(1);
            assertThat(line(check)).as(text).startsWith("failed");
            return line(check);
        }
    }
}
