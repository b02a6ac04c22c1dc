package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code completion}, in a real shell. */
class CompletionTest {
    @TempDir
    Path directory;

    private final Command command = new Command();

    @ParameterizedTest
    @CsvSource({
        "kubeface cop, copy",
        "kubeface run --max-sim, --max-simultaneous-tasks",
        "kubeface run --backend loc, local-process",
        "kubeface cleanup --cache-k, --cache-key",
        "kubeface setup gcp --buck, --bucket"
    })
    void bashCompletesCommandsOptionsAndValues(String line, String completed) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        assertThat(command.run("completion", "bash")).isZero();
        Path script = Files.writeString(directory.resolve("script"), command.out());
        // As readline calls it, without a terminal that keys could be typed on.
        String call = "source \"$1\"; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$2;"
                + " COMP_POINT=${#2}; _complete_kubeface 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", call, "bash", script.toString(), line)
                .redirectErrorStream(true)
                .start();
        List<String> offered =
                new String(bash.getInputStream().readAllBytes(), UTF_8).lines().toList();
        assertThat(bash.waitFor()).isZero();
        assertThat(offered).contains(completed).allMatch(each -> each.startsWith(completed.substring(0, 2)));
    }

    @Test
    void theOriginalsNamesAreNotOffered() {
        assertThat(command.run("completion", "zsh")).isZero();
        assertThat(command.out()).contains("--worker-kubeface-install-policy").doesNotContain("--kubeface-");
    }

    @Test
    void anotherShellIsRefusedWithThoseThatThereAre() {
        assertThat(command.run("completion", "fish")).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("bash", "zsh");
    }

    @Test
    void everyCommandHasHelpAndNamesAnUnknownOption() {
        Map<String, String> commands = Map.of(
                "run", "", "copy", "", "cleanup", "", "doctor", "", "completion", "", "setup", "gcp", "job", "logs");
        commands.forEach((name, below) -> {
            List<String> words = below.isEmpty() ? List.of(name) : List.of(name, below);
            Command help = new Command();
            assertThat(help.run(with(words, "--help"))).as(name).isZero();
            assertThat(help.out()).startsWith("Usage: kubeface " + String.join(" ", words));
            Command wrong = new Command();
            assertThat(wrong.run(with(words, "--hepl"))).as(name).isEqualTo(ExitCodes.USAGE);
            assertThat(wrong.err()).contains("Try 'kubeface " + String.join(" ", words) + " --help'.");
        });
    }

    private static String[] with(List<String> words, String last) {
        return Stream.concat(words.stream(), Stream.of(last)).toArray(String[]::new);
    }
}
