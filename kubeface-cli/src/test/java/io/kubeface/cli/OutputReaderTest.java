package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputReaderTest {
    @Test
    void memoryThatRunsOutIsToldAsItselfAndEndsTheProcessThatWrites() throws Exception {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        Output output = new Output(full);

        OutputReader reader = OutputReader.all(output);

        assertThatThrownBy(reader::bytes).isSameAs(full);
        assertThatThrownBy(reader::text).isSameAs(full);
        assertThat(output.closed).isTrue();
    }

    @Test
    void whateverElseEndsTheReadingIsNotTakenForTheEndOfTheOutput() {
        OutputReader reader = OutputReader.all(new Output(new IllegalStateException("odd")));

        assertThatThrownBy(reader::bytes).isInstanceOf(IOException.class).hasMessageContaining("odd");
    }

    /** Some bytes, then a problem. */
    private static final class Output extends InputStream {
        private final Throwable problem;
        private boolean first = true;
        private volatile boolean closed;

        Output(Throwable problem) {
            this.problem = problem;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (first) {
                first = false;
                byte[] some = "some".getBytes(UTF_8);
                System.arraycopy(some, 0, bytes, offset, some.length);
                return some.length;
            }
            if (problem instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) problem;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
