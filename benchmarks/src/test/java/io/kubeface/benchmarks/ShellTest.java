package io.kubeface.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kubeface.core.text.ShellText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
    @TempDir
    Path scratch;

    @Test
    void aLineKeepsWordsAsTheyAre() throws IOException, InterruptedException {
        Path out = scratch.resolve("it's out");
        String word = "$(date) 'a' \"b\" \\ *";

        Shell.run(
                List.of(ShellText.line(List.of("printf", "%s", word)) + " >" + ShellText.quoted(out.toString())),
                1,
                scratch);

        assertThat(out).hasContent(word);
    }

    @Test
    void allLinesOfAllLoopsRunWithAnOpenStandardInput() throws IOException, InterruptedException {
        Path out = scratch.resolve("out");
        // A read that waits shows that nobody closed the input; timeout ends it with 124.
        String line = "timeout 0.1 cat >/dev/null || echo $? >>" + ShellText.quoted(out.toString());

        Shell.Timing timing = Shell.run(List.of(line, line, line), 2, scratch);

        assertThat(timing.commands()).isEqualTo(3);
        assertThat(Files.readAllLines(out)).containsExactly("124", "124", "124");
    }

    @Test
    void aFailedCommandIsNoMeasurement() {
        assertThatIllegalStateException().isThrownBy(() -> Shell.run(List.of("true", "false", "true"), 2, scratch));
    }
}
