package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.text.ShellText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {

    @Test
    void blanksPartWordsAndQuotesKeepThemTogether() {
        assertThat(CommandWords.of("command", " sudo  docker\t--context 'my own' \"it's\"a '' "))
                .containsExactly("sudo", "docker", "--context", "my own", "it'sa", "");
    }

    @Test
    void aLineOfWordsIsSplitIntoTheSameWords() {
        List<String> words = List.of("docker", "it is", "\"$HOME\" `id`", "", "a=<b>", "tab\there");
        assertThat(CommandWords.of("command", ShellText.line(words))).isEqualTo(words);
    }

    @Test
    void whatAShellWouldDoIsNotDone() {
        assertThat(CommandWords.of("command", "docker $(id) `id` ; > /x")).contains("$(id)", "`id`", ";", ">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "docker 'x", "'' docker"})
    void whatIsNoCommandIsRefused(String line) {
        assertThatThrownBy(() -> CommandWords.of("command", line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("command: ")
                .hasMessageContaining("sudo docker");
    }
}
