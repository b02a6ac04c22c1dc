package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code copy} between files and standard streams. */
class CopyTest {
    @TempDir
    Path directory;

    private final Command command = new Command();
    private Path source = Path.of("");

    @BeforeEach
    void writeSource() throws IOException {
        source = Files.writeString(directory.resolve("source.txt"), "content");
    }

    /** Gives blocks of zeros. */
    private abstract static class Blocks extends InputStream {
        /** How long the next one is; -1 at the end. */
        abstract int next(int length) throws IOException;

        @Override
        public int read() throws IOException {
            return next(1) < 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return next(length);
        }
    }

    private int copy(Object... arguments) {
        return command.run(
                Stream.concat(Stream.of("copy"), Arrays.stream(arguments).map(Object::toString))
                        .toArray(String[]::new));
    }

    @Test
    void aFileIsCopiedToANameAndIntoADirectory() throws Exception {
        Path below = Files.createDirectory(directory.resolve("below"));
        assertThat(copy(source, below.resolve("name"))).as(command::err).isZero();
        assertThat(copy(source, below)).as(command::err).isZero();
        assertThat(copy(source, directory.resolve("new") + "/"))
                .as(command::err)
                .isZero();
        assertThat(files()).containsExactly("below/name", "below/source.txt", "new/source.txt", "source.txt");
        assertThat(below.resolve("name")).hasContent("content");
        assertThat(command.err()).isEmpty();
    }

    @Test
    void whatIsThereStaysUnlessItIsToBeOverwritten() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "before");
        assertThat(copy(source, target)).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains(target + " is there already; --overwrite");
        assertThat(target).hasContent("before");
        assertThat(copy("--overwrite", source, target)).isZero();
        assertThat(target).hasContent("content");
        assertThat(files()).containsExactly("source.txt", "target");
    }

    @Test
    void anOverwrittenLinkStaysALink() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "before");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        assertThat(copy("--overwrite", source, link)).as(command::err).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("content");
    }

    @Test
    void aFileThatAppearsDuringTheCopyStays() throws Exception {
        Path target = directory.resolve("target");
        command.in(new Blocks() {
            @Override
            int next(int length) throws IOException {
                if (Files.exists(target)) {
                    return -1;
                }
                Files.writeString(target, "another's");
                return length;
            }
        });
        assertThat(copy("-", target)).isEqualTo(ExitCodes.FAILED);
        assertThat(target).hasContent("another's");
        assertThat(files()).containsExactly("source.txt", "target");
    }

    @Test
    void standardInputAndOutputAreFilesToo() {
        command.in("from a pipe");
        assertThat(copy("-", directory.resolve("piped"))).isZero();
        assertThat(copy(directory.resolve("piped"), "-")).isZero();
        assertThat(command.out()).isEqualTo("from a pipe");
    }

    @Test
    void aSourceThatBreaksLeavesNoPartOfAFile() {
        command.in(new Blocks() {
            private int left = 3;

            @Override
            int next(int length) throws IOException {
                if (left-- == 0) {
                    throw new IOException("gone");
                }
                return length;
            }
        });
        assertThat(copy("-", directory.resolve("target"))).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).isEqualTo("The copy failed: gone.\n");
        assertThat(files()).containsExactly("source.txt");
    }

    @Test
    void allBelowADirectoryIsCopiedWithItsRelativeNames() throws Exception {
        Path tree = tree();
        assertThat(copy(tree, directory.resolve("copy"))).as(command::err).isZero();
        assertThat(command.err()).isEqualTo("3 files copied, 3 bytes.\n");
        assertThat(files())
                .contains("copy/a", "copy/sub/b", "copy/sub/deep/c ü")
                .doesNotContain("copy/link");
    }

    @Test
    void theOthersAreCopiedWhenOneFails() throws Exception {
        Path tree = tree();
        Files.writeString(Files.createDirectories(directory.resolve("copy/sub")).resolve("b"), "before");
        assertThat(copy(tree, directory.resolve("copy"))).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("sub/b: ").contains("2 files copied, 2 bytes; 1 failed.\n");
        assertThat(directory.resolve("copy/sub/b")).hasContent("before");
        assertThat(directory.resolve("copy/sub/deep/c ü")).exists();
    }

    @Test
    void aLinkBelowTheTargetLeadsNowhere() throws Exception {
        Path tree = tree();
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(
                Files.createDirectory(directory.resolve("copy")).resolve("sub"), outside);
        assertThat(copy("--overwrite", tree, directory.resolve("copy"))).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("leads out of");
        assertThat(outside).isEmptyDirectory();
        assertThat(directory.resolve("copy/a")).exists();
    }

    @Test
    void aDirectoryIsNotCopiedIntoItself() throws Exception {
        Path tree = tree();
        assertThat(copy(tree, tree.resolve("sub/new"))).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("into itself");
        assertThat(tree.resolve("sub/new")).doesNotExist();
    }

    @Test
    void aSourceThatIsNotThereIsAnErrorUnlessItIsToBeNone() {
        assertThat(copy(directory.resolve("none"), directory.resolve("target"))).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("There is nothing at " + directory.resolve("none"));
        assertThat(copy("--no-error", directory.resolve("none"), directory.resolve("target")))
                .isZero();
        assertThat(copy("--no-error", directory.resolve("none"), "-")).isZero();
        assertThat(files()).containsExactly("source.txt");
    }

    @Test
    void aTargetWhoseDirectoryIsNotThereIsNamed() {
        assertThat(copy(source, directory.resolve("none/target"))).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err())
                .isEqualTo("The copy failed: there is no directory " + directory.resolve("none") + ".\n");
    }

    @ParameterizedTest
    @CsvSource({
        "source.txt, Where to?",
        "source.txt http://host/x, name a file",
        "source.txt gs://, a bucket's name",
        "--print-deserialized source.txt elsewhere, standard output",
        "--overwrit source.txt -, --overwrite",
        "--quiet --verbose source.txt -, exclusive",
        "., so it cannot go to standard output"
    })
    void wrongUseIsRefusedWithTheReason(String arguments, String reason) {
        List<String> all = Arrays.stream(arguments.split(" "))
                .map(each -> each.equals("source.txt") || each.equals(".")
                        ? directory.resolve(each).toString()
                        : each)
                .toList();
        Object[] given = arguments.equals(".") ? new Object[] {all.get(0), "-"} : all.toArray();
        assertThat(copy(given)).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains(reason).contains("Try 'kubeface copy --help'");
    }

    @Test
    void nobodyReadsAnyMore() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
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
                "copy",
                source.toString(),
                "-");
        assertThat(code).isEqualTo(ExitCodes.BROKEN_PIPE);
        assertThat(quiet.out()).isEmpty();
    }

    @Test
    void progressIsForTerminals() throws Exception {
        command.in(new Blocks() {
            private final long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);

            @Override
            int next(int length) {
                boolean shown = command.err().contains("stdin");
                return shown || System.nanoTime() > deadline ? -1 : 1;
            }
        });
        assertThat(command.terminal(60).run("copy", "-", directory.resolve("t").toString()))
                .isZero();
        assertThat(command.err())
                .contains("\r\u001b[K")
                .containsPattern("[0-9.]+ [a-zA-Z]+ stdin")
                .endsWith("\r\u001b[K");
        Command piped = new Command().in("x");
        assertThat(piped.run("copy", "-", directory.resolve("u").toString())).isZero();
        assertThat(piped.err()).isEmpty();
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/sub/deep"))
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("a"), "1");
        Files.writeString(tree.resolve("sub/b"), "2");
        Files.writeString(tree.resolve("sub/deep/c ü"), "3");
        Files.createSymbolicLink(tree.resolve("link"), source);
        return tree;
    }

    private List<String> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
