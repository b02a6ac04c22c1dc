package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command with real jobs; with the local-process backend each task runs in a process of its own. */
@Timeout(600)
class RunTest {
    private static final String SQUARES = IntStream.range(0, 10)
            .mapToObj(i -> i + "," + i * i + "\n")
            .collect(Collectors.joining("", "Value,Result\n", ""));

    @TempDir
    Path directory;

    private final Command command = new Command();

    @Test
    void theFirstExampleGivesTenRowsInOrder() {
        assertThat(run("local-process", "--expression", "value**2", "--generator-expression", "range(10)"))
                .as(command::err)
                .isZero();
        assertThat(command.out()).isEqualTo(SQUARES);
        assertThat(command.err()).startsWith("Status page: ").hasLineCount(1);
    }

    @Test
    void inProcessGivesTheSame() {
        assertThat(run("in-process", "--expression", "value**2", "--generator-expression", "range(10)"))
                .as(command::err)
                .isZero();
        assertThat(command.out()).isEqualTo(SQUARES);
    }

    @Test
    void hostileValuesSurviveAShellCommandInAWorker() throws Exception {
        List<String> values = HostileValues.all();
        // By code, so that no quoting of Groovy's has a part in it.
        String generator = values.stream()
                .map(value -> value.chars().mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "[", "].collect { codes -> codes.collect { (char) it }.join('') }"));

        assertThat(run(
                        "local-process",
                        "--items-per-task",
                        "50",
                        "--shell-command",
                        "printf '%s\\n' {}",
                        "--generator-expression",
                        generator))
                .as(command::err)
                .isZero();

        List<List<String>> rows = rows();
        assertThat(rows).hasSize(values.size());
        for (int i = 0; i < values.size(); i++) {
            assertThat(rows.get(i)).containsExactly(values.get(i), values.get(i));
        }
    }

    @Test
    void linesOfAFileGoThroughEcho() throws Exception {
        Path file = Files.writeString(
                directory.resolve("lines.txt"),
                "it's \"quoted\"\n$(touch " + directory.resolve("trace") + ")\n  two  spaces  \n-rf *\n");
        assertThat(run("local-process", "--shell-command", "echo {}", "--input-file", file.toString()))
                .as(command::err)
                .isZero();
        assertThat(rows()).allSatisfy(row -> assertThat(row.get(1)).isEqualTo(row.get(0)));
        assertThat(rows()).hasSize(4);
        assertThat(directory.resolve("trace")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local-process", "in-process"})
    void failedTasksAreNamedAndTheOthersHaveRows(String backend) throws Exception {
        assertThat(run(
                        backend,
                        "--shell-command",
                        "[ $KUBEFACE_VALUE != 1 ] || { echo no one >&2; exit 4; }; echo ok",
                        "--generator-expression",
                        "range(3)"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(rows()).containsExactly(List.of("0", "ok"), List.of("2", "ok"));
        assertThat(command.err().lines().filter(line -> !line.startsWith("Status page: ")))
                .containsExactly(
                        "Task 1 (value 1) failed: the command exited with 4: no one", "1 of 3 tasks failed: 1");
    }

    @Test
    void aWorkerThatEndsItselfIsAFailedTask() {
        assertThat(run(
                        "local-process",
                        "--expression",
                        "value == 1 ? System.exit(3) : value",
                        "--generator-expression",
                        "range(2)"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(command.out()).isEqualTo("Value,Result\n0,0\n");
        assertThat(command.err()).contains("Task 1 (value 1) failed").contains("1 of 2 tasks failed: 1");
    }

    @Test
    void unorderedGivesTheSameRows() throws Exception {
        assertThat(run(
                        "in-process",
                        "--unordered",
                        "--items-per-task",
                        "3",
                        "--expression",
                        "value**2",
                        "--generator-expression",
                        "range(10)"))
                .as(command::err)
                .isZero();
        assertThat(rows())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> List.of(String.valueOf(i), String.valueOf(i * i)))
                        .toList());
    }

    @Test
    void rowsComeWhileStandardInputIsStillOpen() throws Exception {
        CountDownLatch firstRow = new CountDownLatch(1);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                command.outBytes.write(b);
                if (command.out().contains("a,a!\n")) {
                    firstRow.countDown();
                }
            }
        };
        InputStream in = new LinesAfter(firstRow);
        int code = Main.run(
                new Streams(
                        in,
                        out,
                        new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                        OptionalInt.empty(),
                        false),
                Map.of(),
                arguments("in-process", "--expression", "value + '!'", "--input-file", "-"));
        assertThat(code).isZero();
        assertThat(command.out()).isEqualTo("Value,Result\na,a!\nb,b!\n");
    }

    @Test
    void whatAResultIsMadeOfSteersNoTerminalButComesWholeOutOfAPipe() {
        String[] run =
                arguments("in-process", "--expression", "value + '\\u001b[2J'", "--generator-expression", "['a\\tb']");
        Command shown = new Command().outIsTerminal();
        assertThat(shown.run(run)).isZero();
        assertThat(shown.out()).isEqualTo("Value,Result\na\tb,a\tb\\u001b[2J\n");
        assertThat(command.run(run)).isZero();
        assertThat(command.out()).isEqualTo("Value,Result\na\tb,a\tb\u001b[2J\n");
    }

    @Test
    void formulasOfOthersAreEscapedIfThatIsWanted() {
        String[] run = arguments(
                "in-process", "--expression", "'=' + value", "--generator-expression", "['x']", "--escape-formulas");
        assertThat(command.run(run)).isZero();
        assertThat(command.out()).isEqualTo("Value,Result\nx,'=x\n");
    }

    @Test
    void anEndlessGeneratorEndsWithItsReader() throws Exception {
        OutputStream closed = new OutputStream() {
            private int bytes;

            @Override
            public void write(int b) throws IOException {
                if (++bytes > 60) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        Command quiet = new Command();
        int code = Main.run(
                new Streams(
                        InputStream.nullInputStream(),
                        closed,
                        new PrintStream(quiet.outBytes, true, UTF_8),
                        OptionalInt.empty(),
                        false),
                Map.of(),
                arguments(
                        "in-process",
                        "--expression",
                        "value",
                        "--generator-expression",
                        "Stream.iterate(0) { it + 1 }"));
        assertThat(code).isEqualTo(ExitCodes.BROKEN_PIPE);
        assertThat(quiet.out()).startsWith("Status page: ").hasLineCount(1);
        assertThat(objects()).isEmpty();
    }

    @Test
    void inputsThatEndInAnErrorEndTheJob() {
        Path file = directory.resolve("out.csv");
        assertThat(run(
                        "in-process",
                        "--expression",
                        "value",
                        "--generator-expression",
                        "[1, null]",
                        "--out-csv",
                        file.toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("element 1 is null");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileHasAllRowsAtTheEnd() {
        Path file = directory.resolve("out.csv");
        assertThat(run(
                        "in-process",
                        "--expression",
                        "value**2",
                        "--generator-expression",
                        "range(10)",
                        "--out-csv",
                        file.toString()))
                .as(command::err)
                .isZero();
        assertThat(file).hasContent(SQUARES);
        assertThat(command.out()).isEmpty();
    }

    @Test
    void nothingOfTheJobIsLeftInItsStorage() throws Exception {
        assertThat(run("in-process", "--expression", "value", "--generator-expression", "range(3)"))
                .isZero();
        assertThat(objects()).isEmpty();
    }

    @Test
    void aTerminalGetsAProgressBarAndRowsAreKeptApart() {
        command.terminal(80);
        assertThat(run("in-process", "--expression", "value**2", "--generator-expression", "range(10)"))
                .isZero();
        assertThat(command.out()).isEqualTo(SQUARES);
        assertThat(command.err()).contains("kubeface").endsWith("\r\u001b[K");
    }

    @Test
    void jvmOptionsReachTheWorker() {
        assertThat(run(
                        "local-process",
                        "--jvm-option=-Dgreeting=hello",
                        "--expression",
                        "System.getProperty('greeting')",
                        "--generator-expression",
                        "range(1)"))
                .as(command::err)
                .isZero();
        assertThat(command.out()).isEqualTo("Value,Result\n0,hello\n");
    }

    private int run(String backend, String... arguments) {
        return command.run(arguments(backend, arguments));
    }

    private String[] arguments(String backend, String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--backend", backend));
        all.addAll(List.of("--storage", directory.resolve("storage").toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private List<List<String>> rows() throws IOException {
        try (CSVParser parser = CSVParser.parse(command.out(), CSVFormat.RFC4180)) {
            return parser.stream().skip(1).map(CSVRecord::toList).toList();
        }
    }

    /** What is in the storage and not staged code, which stays for the next job. */
    private List<Path> objects() throws IOException {
        Path storage = directory.resolve("storage");
        try (Stream<Path> files = Files.walk(storage)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !storage.relativize(file).startsWith("code"))
                    .filter(file -> !storage.relativize(file).startsWith("status/done"))
                    .toList();
        }
    }

    /** A line, then, when the latch is down, another. */
    private static final class LinesAfter extends InputStream {
        private final CountDownLatch latch;
        private int position;

        LinesAfter(CountDownLatch latch) {
            this.latch = latch;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int b = read();
            if (b < 0) {
                return -1;
            }
            bytes[offset] = (byte) b;
            return 1;
        }

        @Override
        public int read() throws IOException {
            if (position == 2) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return position == 4 ? -1 : "a\nb\n".charAt(position++);
        }
    }
}
