package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTemplateTest {
    @Test
    void bracesBecomeAQuotedReference() {
        assertThat(ShellTemplate.expand("cp {} /tmp/{}.bak"))
                .isEqualTo("cp \"$KUBEFACE_VALUE\" /tmp/\"$KUBEFACE_VALUE\".bak");
    }

    @Test
    void bracesAfterQuotesThatEndedAreReplaced() {
        assertThat(ShellTemplate.expand("echo 'a\"' \"it's \\\"\" {}"))
                .isEqualTo("echo 'a\"' \"it's \\\"\" \"$KUBEFACE_VALUE\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo '{}'", "echo \"{}\"", "sh -c 'echo {}'", "echo \"$(cat {})\"", "echo 'a\\' '{}'"})
    void bracesWithinQuotesAreRefusedWithTheCure(String command) {
        assertThatThrownBy(() -> ShellTemplate.expand(command))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quotes")
                .hasMessageContaining("$KUBEFACE_VALUE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo \\{}", "echo ${HOME}", "echo $(date)", "{ date; }"})
    void otherBracesStay(String command) {
        assertThat(ShellTemplate.expand(command)).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "echo \0"})
    void whatIsNoCommandIsRefused(String command) {
        assertThatThrownBy(() -> ShellTemplate.expand(command)).hasMessageContaining("--shell-command");
    }
}
