package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path directory;

    @Test
    void aShortFileIsReadWhole() throws IOException {
        assertThat(read("one\ntwo\n")).isEqualTo("one\ntwo\n");
        assertThat(read("")).isEmpty();
    }

    @Test
    void aLongFileIsCutAtTheStartOfALine() throws IOException {
        String line = "0123456789äöü\n";

        String tail = read(line.repeat(10_000));

        assertThat(tail).startsWith(line).endsWith(line);
        assertThat(tail.getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(LogTail.MAX_BYTES - line.length() * 2, LogTail.MAX_BYTES);
    }

    @Test
    void aLongFileWithoutLinesIsCutAnywhere() throws IOException {
        assertThat(read("x".repeat(100_000))).isEqualTo("x".repeat(LogTail.MAX_BYTES));
    }

    @Test
    void controlCharactersAreShown() throws IOException {
        assertThat(read("a\tb\r\nc\u001b[31m\u0000\u007f\u0085\r")).isEqualTo("a\tb\nc␛[31m␀␡\ufffd␍");
    }

    @Test
    void bytesThatAreNoTextDoNotMatter() {
        byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xc3};

        assertThat(LogTail.text(bytes, bytes.length, false)).isEqualTo("a\ufffdb\ufffd");
    }

    private String read(String content) throws IOException {
        return LogTail.read(Files.writeString(directory.resolve("log"), content));
    }

    @Test
    void aTailIsTheLastOfWhatWasWritten() {
        TailBuffer tail = new TailBuffer(5);
        tail.write(new byte[] {1, 2, 3}, 0, 3);
        assertThat(tail.isCut()).isFalse();
        assertThat(tail.toByteArray()).containsExactly(1, 2, 3);

        tail.write(4);
        tail.write(new byte[] {5, 6, 7}, 0, 3);
        assertThat(tail.isCut()).isTrue();
        assertThat(tail.toByteArray()).containsExactly(3, 4, 5, 6, 7);

        tail.write(new byte[] {11, 12, 13, 14, 15, 16, 17}, 0, 7);
        assertThat(tail.toByteArray()).containsExactly(13, 14, 15, 16, 17);
    }
}
