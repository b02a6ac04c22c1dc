package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineSourceTest {
    @Test
    void linesComeWithoutTheirEnds() throws Exception {
        assertThat(lines("a\nb\r\n\nc")).containsExactly("a", "b", "", "c");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void aCarriageReturnWithinALineStays() throws Exception {
        assertThat(lines("a\rb\n")).containsExactly("a\rb");
        assertThat(lines("a\r")).containsExactly("a\r");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws Exception {
        assertThat(lines("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
    }

    @Test
    void charactersOfAllLengthsAreRead() throws Exception {
        assertThat(lines("ä€🐚\n")).containsExactly("ä€🐚");
    }

    @Test
    void aLineThatIsNotUtf8IsNamed() throws Exception {
        LineSource source = new LineSource(
                new ByteArrayInputStream(new byte[] {'o', 'k', '\n', 'a', (byte) 0xE4, '\n'}), "data.txt");
        assertThat(source.next()).contains("ok");
        assertThatThrownBy(source::next).isInstanceOf(InputException.class).hasMessageContaining("Line 2 of data.txt");
    }

    @Test
    void anEndlessTextIsReadOnlyAsFarAsAskedFor() throws Exception {
        AtomicLong read = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return read.incrementAndGet() % 10 == 0 ? '\n' : 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        };
        LineSource source = new LineSource(endless, "endless");
        for (int i = 0; i < 10; i++) {
            assertThat(source.next()).isPresent();
        }
        assertThat(read.get()).isLessThan(100_000);
    }

    private static List<Object> lines(String text) throws IOException {
        LineSource source = new LineSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text");
        List<Object> lines = new ArrayList<>();
        for (Optional<Object> line = source.next(); line.isPresent(); line = source.next()) {
            lines.add(line.get());
        }
        return lines;
    }
}
