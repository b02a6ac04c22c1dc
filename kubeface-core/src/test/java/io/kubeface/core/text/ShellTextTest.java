package io.kubeface.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTextTest {
    @Test
    void wordsAreQuotedOnlyWhereTheyNeedIt() {
        assertThat(ShellText.line(List.of("gs://bucket/a-b_c", "it's", "", "-e=1,2:3")))
                .isEqualTo("gs://bucket/a-b_c 'it'\\''s' '' -e=1,2:3");
    }

    @Test
    void aShellMakesTheSameWords() throws Exception {
        List<String> words = List.of("it is", "\"$HOME\" `id` \\", "", "a=<b>|&;*", "it's", "line\nend", "grüße");
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + ShellText.line(words)).start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out).isEqualTo(String.join("\0", words) + "\0");
    }
}
