package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PlainText text = new PlainText(out);

    private String shown(byte[] bytes) throws IOException {
        text.write(bytes);
        text.end();
        return out.toString(UTF_8);
    }

    @Test
    void whatSteersATerminalIsShownInstead() throws IOException {
        String title = "\u001b]0;owned\u0007";
        assertThat(shown((title + "\u009b2J \u202egpj.exe \u0000\u007f\rover\r\nnext\r").getBytes(UTF_8)))
                .isEqualTo("\\u001b]0;owned\\u0007\\u009b2J \\u202egpj.exe \\u0000\\u007f\\rover\nnext\\r");
    }

    @Test
    void linesTabsAndOtherAlphabetsStay() throws IOException {
        assertThat(shown("a\tb\n\ngrüße 🐚\n".getBytes(UTF_8))).isEqualTo("a\tb\n\ngrüße 🐚\n");
    }

    @Test
    void aCharacterThatComesInPartsIsOne() throws IOException {
        for (byte part : "ü🐚\r\n".getBytes(UTF_8)) {
            text.write(part);
        }
        assertThat(out.toString(UTF_8)).isEqualTo("ü🐚\n");
    }

    @Test
    void whatIsNoUtf8IsReplaced() throws IOException {
        assertThat(shown(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xf0})).isEqualTo("a\ufffdb\ufffd");
    }

    @Test
    void moreThanFitsAtOnceIsPassedOnWhole() throws IOException {
        String line = "🐚".repeat(20_000) + "\n";
        assertThat(shown(line.getBytes(UTF_8))).isEqualTo(line);
    }

    @Test
    void linesAreSeenAsTheyCome() throws IOException {
        text.write("first\n".getBytes(UTF_8));
        assertThat(out.toString(UTF_8)).isEqualTo("first\n");
    }

    @Test
    void aFailureOfTheOutputIsToldApart() {
        PlainText broken = new PlainText(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        assertThatThrownBy(() -> broken.write('a'))
                .isInstanceOf(PlainText.OutputException.class)
                .matches(failure -> JobProblem.isBrokenPipe((IOException) failure));
    }
}
