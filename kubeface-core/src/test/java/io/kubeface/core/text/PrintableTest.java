package io.kubeface.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void controlAndFormatCharactersBecomeVisible() {
        assertThat(Printable.of("a\nb\tc\r\u001b[31m\u0000\u009b\u202e", 100))
                .isEqualTo("a\\nb\\tc\\r\\u001b[31m\\u0000\\u009b\\u202e");
    }

    @Test
    void unpairedSurrogatesBecomeVisible() {
        assertThat(Printable.of("a\ud83db", 100)).isEqualTo("a\\ud83db");
    }

    @Test
    void otherTextStays() {
        assertThat(Printable.of("grüße 🐚 'x' \\", 100)).isEqualTo("grüße 🐚 'x' \\");
    }

    @Test
    void longTextIsCut() {
        assertThat(Printable.of("abcdef", 3)).isEqualTo("abc…");
        assertThat(Printable.of("abc", 3)).isEqualTo("abc");
    }
}
