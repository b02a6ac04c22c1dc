package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ShellFunctionTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.kubeface.cli.HostileValues#all")
    void anyValueComesThroughUnchanged(String value) throws Exception {
        assertThat(new ShellFunction("printf '%s\\n' {}").apply(value)).isEqualTo(value);
    }

    @Test
    void noPartOfAValueIsRun() throws Exception {
        Path trace = directory.resolve("trace");
        String value = "\"; touch " + trace + "; echo \"$(touch " + trace + ")`touch " + trace + "`";

        assertThat(new ShellFunction("echo {}").apply(value)).isEqualTo(value);

        assertThat(trace).doesNotExist();
    }

    @Test
    void charactersBeyondAsciiComeThroughOrAreRefused() throws Exception {
        ShellFunction function = new ShellFunction("printf '%s' {}");
        if (utf8Locale()) {
            assertThat(function.apply("grüße 🐚")).isEqualTo("grüße 🐚");
        } else {
            assertThatThrownBy(() -> function.apply("grüße 🐚")).hasMessageContaining("LC_ALL=C.UTF-8");
        }
    }

    @Test
    void onlyTheLastLineEndIsTakenOff() throws Exception {
        assertThat(new ShellFunction("printf 'a\\n\\n'").apply("x")).isEqualTo("a\n");
        assertThat(new ShellFunction("printf a").apply("x")).isEqualTo("a");
        assertThat(new ShellFunction("true").apply("x")).isEmpty();
    }

    @Test
    void numbersArePassedAsText() throws Exception {
        assertThat(new ShellFunction("echo $((KUBEFACE_VALUE * 2))").apply(21)).isEqualTo("42");
    }

    @Test
    void aCommandThatFailsTellsItsCodeAndTheEndOfItsErrors() {
        assertThatThrownBy(() -> new ShellFunction("echo half; echo no such {} >&2; exit 3").apply("thing"))
                .isInstanceOf(ShellCommandException.class)
                .hasMessage("the command exited with 3: no such thing");
    }

    @Test
    void aCommandThatWasKilledTellsTheSignal() {
        assertThatThrownBy(() -> new ShellFunction("kill -9 $$").apply("x")).hasMessageContaining("signal 9");
    }

    @Test
    void aMebibyteOfErrorsDoesNotBlockTheCommand() {
        assertThatThrownBy(() -> new ShellFunction(
                                "head -c 1048576 /dev/zero | tr '\\0' 'e' >&2; echo; echo the end >&2; exit 1")
                        .apply("x"))
                .hasMessageContaining("the end")
                .message()
                .hasSizeLessThan(5000);
    }

    @Test
    void theCommandReadsNothing() throws Exception {
        assertThat(new ShellFunction("cat").apply("x")).isEmpty();
    }

    @Test
    void nulIsRefused() {
        assertThatThrownBy(() -> new ShellFunction("echo {}").apply("a\0b"))
                .hasMessageContaining("NUL character at position 1");
    }

    @Test
    void theLargestValueComesThroughAndALargerOneIsRefused() throws Exception {
        int largest = 128 * 1024 - "KUBEFACE_VALUE=".length() - 1;
        assertThat(new ShellFunction("printf '%s' {} | wc -c")
                        .apply("x".repeat(largest))
                        .strip())
                .isEqualTo(String.valueOf(largest));
        assertThatThrownBy(() -> new ShellFunction("true").apply("x".repeat(largest + 1)))
                .hasMessageContaining((largest + 1) + " bytes")
                .hasMessageContaining(String.valueOf(largest));
    }

    @Test
    void outputThatIsNoTextIsRefused() {
        assertThatThrownBy(() -> new ShellFunction("printf '\\377'").apply("x")).hasMessageContaining("not UTF-8");
    }

    @Test
    void anInterruptEndsTheCommandAndWhatItStarted() throws Exception {
        Path started = directory.resolve("started");
        AtomicReference<Throwable> seen = new AtomicReference<>();
        CountDownLatch running = new CountDownLatch(1);
        Thread task = new Thread(() -> {
            running.countDown();
            try {
                new ShellFunction("echo $$ > " + started + ".new; mv " + started + ".new " + started
                                + "; sleep 600; true")
                        .apply("x");
            } catch (Exception e) {
                seen.set(e);
            }
        });
        task.start();
        running.await();
        ProcessHandle shell =
                ProcessHandle.of(Long.parseLong(appeared(started))).orElseThrow();

        task.interrupt();
        task.join();

        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        shell.onExit().get(60, TimeUnit.SECONDS);
    }

    private static String appeared(Path file) throws Exception {
        try (var watch = file.getFileSystem().newWatchService()) {
            file.getParent().register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                var key = watch.poll(30, TimeUnit.SECONDS);
                assumeTrue(key != null, "the shell did not start");
                key.reset();
            }
        }
        return Files.readString(file).strip();
    }

    private static boolean utf8Locale() {
        return "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    }
}
