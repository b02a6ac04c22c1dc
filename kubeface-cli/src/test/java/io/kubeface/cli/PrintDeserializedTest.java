package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.envelope.EnvelopeHeader;
import io.kubeface.core.envelope.EnvelopeWriter;
import io.kubeface.core.task.ItemOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code copy --print-deserialized}. */
class PrintDeserializedTest {
    @TempDir
    Path directory;

    private final Command command = new Command();

    /** Remembers that somebody made it from bytes. */
    static final class Touchy implements Serializable {
        private static final long serialVersionUID = 1;
        static boolean read;

        private void readObject(java.io.ObjectInputStream in) {
            read = true;
        }
    }

    @Test
    void theObjectsOfARunAreShown() throws Exception {
        assertThat(new Command()
                        .run(
                                "run",
                                "--backend=in-process",
                                "--storage=" + directory,
                                "--keep=all",
                                "--expression=value == 1 ? 1.intdiv(0) : [value, 'x']",
                                "--generator-expression=range(2)"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shown("value"))
                .startsWith("kind: VALUE\nitems: 1\nattempt: 1\nstarted: ")
                .contains("\nhost: ", "\njvm: ")
                .containsPattern("item 0: .*0, x");
        assertThat(shown("failure-1")).contains("kind: FAILURE", "java.lang.ArithmeticException: / by zero", "  at: ");
        assertThat(shown("inputs/")).contains("kind: INPUT", "item 0: ");
        assertThat(shown("/job-")).contains("kind: JOB", "function: ", "class path: ", "item 0: not shown: ");
    }

    @Test
    void aValueOfOthersIsNotMade() throws Exception {
        Path object = object(new Touchy(), List.of(7));
        assertThat(print(object)).isZero();
        assertThat(command.out())
                .contains("item 0: not shown: ")
                .contains("Touchy")
                .contains("item 1: [7]");
        assertThat(Touchy.read).isFalse();
    }

    @Test
    void controlCharactersAreShownAsSuch() throws Exception {
        assertThat(print(object("a\u001b[31m\nb"))).isZero();
        assertThat(command.out()).contains("item 0: a\\u001b[31m\\nb\n").doesNotContain("\u001b");
    }

    @Test
    void valuesThatHoldEachOtherEndWithinBounds() throws Exception {
        List<Object> doubling = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            doubling = new ArrayList<>(List.of(doubling, doubling));
        }
        assertThat(print(object(doubling, new int[] {1, 2}, Map.of("k", List.of()), "x".repeat(50_000))))
                .isZero();
        assertThat(command.out()).contains("item 1: [1, 2]", "item 2: {k=[]}").hasSizeLessThan(50_000);
    }

    @Test
    void whatIsNoObjectOfAJobIsToldAsSuch() throws Exception {
        Path file = Files.writeString(directory.resolve("text"), "no envelope at all");
        assertThat(print(file)).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).startsWith("The copy failed: ").contains(file.toString());
        assertThat(command.out()).isEmpty();
    }

    private String shown(String part) throws IOException {
        Path file;
        try (Stream<Path> all = Files.walk(directory)) {
            file = all.filter(
                            each -> Files.isRegularFile(each) && each.toString().contains(part))
                    .findFirst()
                    .orElseThrow();
        }
        Command print = new Command();
        assertThat(print.run("copy", "--print-deserialized", file.toString()))
                .as(print::err)
                .isZero();
        return print.out();
    }

    private int print(Path file) {
        return command.run("copy", file.toString(), "-", "--print-deserialized");
    }

    private Path object(Object... values) throws IOException {
        Path file = directory.resolve("object");
        try (OutputStream out = Files.newOutputStream(file)) {
            EnvelopeWriter writer = new EnvelopeWriter(out, EnvelopeHeader.input(values.length));
            Codecs codecs = Codecs.load(getClass().getClassLoader());
            for (Object value : values) {
                writer.writeOutcome(new ItemOutcome.Value(value, 0), codecs);
            }
            writer.finish();
        }
        return file;
    }
}
