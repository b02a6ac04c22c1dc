package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code kubeface setup gcp} on the emulators, which know no grants and no rules of buckets. */
class SetupIT {
    private final String bucket = "kubeface-setup-" + UUID.randomUUID();

    @Test
    void whatIsMissingIsMadeOnceAndThenEnoughForTheDoctor() throws Exception {
        try (Topic topic = new Topic()) {
            assertThat(lines(topic, "--dry-run")).noneMatch(line -> line.startsWith("made"));
            List<String> first = lines(topic);
            List<String> second = lines(topic);
            try (Bucket made = new Bucket(bucket)) {
                topic.made();
                assertThat(first)
                        .as("made by the first")
                        .anyMatch(line -> line.startsWith("made     bucket gs://" + bucket))
                        .anyMatch(line -> line.startsWith("made     topic " + topic.name))
                        .anyMatch(line ->
                                line.startsWith("made     the bucket tells of new objects below root/results/"));
                assertThat(second)
                        .as("found by the second")
                        .contains("there    bucket gs://" + bucket, "there    topic " + topic.name)
                        .anyMatch(line -> line.startsWith("there    the bucket tells"))
                        .noneMatch(line -> line.startsWith("failed"));
                assertThat(first)
                        .filteredOn(line -> line.startsWith("by hand"))
                        .as("grants")
                        .hasSize(1)
                        .allMatch(line -> line.contains("gcloud pubsub topics add-iam-policy-binding " + topic.name));
                assertThat(java("doctor", "--storage", made.url())).contains("\nok       notification end to end");
            }
        }
    }

    private List<String> lines(Topic topic, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("setup", "gcp", "--bucket", bucket, "--prefix", "root", "--topic", topic.name));
        arguments.addAll(Arrays.asList(more));
        return java(arguments.toArray(String[]::new)).lines().toList();
    }

    /** What the command says, which must end well. */
    private static String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.kubeface.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
