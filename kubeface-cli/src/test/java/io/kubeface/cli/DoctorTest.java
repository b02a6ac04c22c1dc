package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.check.Checkup;
import io.kubeface.core.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DoctorTest {
    @TempDir
    Path directory;

    @Test
    void aDirectoryAndAProcessAreOkAndNothingButCodeIsLeft() throws IOException {
        Command command = new Command();

        int exitCode = command.run("doctor", "--storage", directory.toString());

        assertThat(command.out().lines())
                .as(command.out() + command.err())
                .hasSize(6)
                .allMatch(line -> line.matches("ok {7}(storage|clock|worker).* \\d+ ms  .+"));
        assertThat(exitCode).isZero();
        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)).allMatch(file -> file.startsWith(directory.resolve("code")));
        }
    }

    @Test
    void aStorageThatIsNoDirectoryIsNamedAndTheRestIsSkipped() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Command command = new Command();

        int exitCode = command.run("doctor", "--storage", file.resolve("below").toString(), "--output", "json");

        assertThat(exitCode).isEqualTo(ExitCodes.FAILED);
        assertThat(command.out())
                .startsWith("[\n  {\"check\": \"storage read\", \"status\": ")
                .contains("\"check\": \"worker end to end\", \"status\": \"skipped\"");
    }

    @Test
    void wordsOfOthersCannotBreakALineOrTheJson() {
        Checkup.Line line = new Checkup.Line("a", Finding.failed("x\n\"y\"\\"), Duration.ofMillis(1500));

        assertThat(FindingText.row(line)).isEqualTo("failed   a                         1500 ms  x\\n\"y\"\\");
        assertThat(FindingText.json(List.of(line)))
                .isEqualTo("[\n  {\"check\": \"a\", \"status\": \"failed\", \"millis\": 1500,"
                        + " \"text\": \"x\\u000a\\\"y\\\"\\\\\"}\n]");
    }

    @Test
    void optionsThatDoNotFitAreRefusedBeforeAnythingIsLookedAt() {
        Command command = new Command();

        int exitCode = command.run("doctor", "--storage", directory.toString(), "--backend", "kubernetes");

        assertThat(exitCode).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("--worker-image");
        assertThat(directory).isEmptyDirectory();
    }
}
