package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --cache-key}, {@code --keep} and {@code cleanup}, on a directory. */
@Timeout(120)
class CleanupTest {
    private static final JobId ID = new JobId("run-20260102-030405-000001");
    private static final TaskName TASK = new TaskName("0000000001");

    @TempDir
    Path directory;

    @Test
    void whatLiesUnderACacheKeyIsNotComputedAgain() throws Exception {
        Path calls = directory.resolve("calls");
        String shell = "echo {} >> " + calls + "; echo $((KUBEFACE_VALUE * 2))";
        Command first = run("--cache-key", "doubles", "--shell-command", shell, "--generator-expression", "[1, 2]");
        assertThat(first.out()).isEqualTo("Value,Result\n1,2\n2,4\n");
        assertThat(run("--cache-key", "doubles", "--shell-command", shell, "--generator-expression", "[3, 2, 1]")
                        .out())
                .isEqualTo("Value,Result\n3,6\n2,4\n1,2\n");
        assertThat(Files.readAllLines(calls)).containsExactlyInAnyOrder("1", "2", "3");

        run("--cache-key", "others", "--shell-command", shell, "--generator-expression", "[1]");
        assertThat(Files.readAllLines(calls)).containsExactlyInAnyOrder("1", "2", "3", "1");
    }

    @Test
    void expressionsAreTheSameFunctionInEachRun() {
        String[] arguments = {
            "--verbose",
            "--cache-key",
            "k",
            "--expression",
            "[1, 2].collect { it * value }.sum()",
            "--generator-expression",
            "range(3)"
        };
        run(arguments);
        assertThat(storage("results")).hasSize(3);
        run(arguments);
        assertThat(storage("results")).hasSize(3);
    }

    @Test
    void cleanupByCacheKeyRemovesItsValuesAndNoOthersAndNoCode() {
        run("--cache-key", "one", "--expression", "value", "--generator-expression", "range(3)");
        run("--cache-key", "other", "--expression", "value", "--generator-expression", "range(2)");
        assertThat(cleanup(0, "--cache-key", "one", "--dry-run")).startsWith("3 objects would be removed, of: one-");
        assertThat(storage("results")).hasSize(5);
        assertThat(cleanup(0, "--cache-key", "one")).startsWith("3 objects removed, of: one-");
        assertThat(storage("results")).hasSize(2);
        assertThat(cleanup(0, "--cache-key", "one")).isEqualTo("0 objects removed.\n");
    }

    @Test
    void whatAFailureLeftIsKeptUntilItsJobIsCleanedUp() {
        String failing = "12.intdiv(value)";
        Command command = run(
                ExitCodes.FAILED, "--keep", "failures", "--expression", failing, "--generator-expression", "range(2)");
        Matcher said = Pattern.compile("'kubeface cleanup --job (\\S+)'").matcher(command.err());
        assertThat(said.find()).as(command.err()).isTrue();
        String job = said.group(1);
        assertThat(storage("inputs")).hasSize(1);
        assertThat(storage("results")).singleElement().asString().contains(".failure-");

        assertThat(cleanup(0)).isEqualTo("0 objects removed.\n");
        int all = storage().size() + 2;
        assertThat(cleanup(0, "--job", job, "--dry-run"))
                .isEqualTo(all + " objects would be removed, of: " + job + "\n");
        assertThat(storage()).hasSize(all - 2);
        assertThat(cleanup(0, "--job", job)).as("its page too").isEqualTo(all + " objects removed, of: " + job + "\n");
        assertThat(storage()).isEmpty();
    }

    @Test
    void aRunThatFailsAsAWholeSaysWhatItKeptToo() {
        Command command = run(
                ExitCodes.FAILED,
                "--completion",
                "fail-fast",
                "--keep",
                "failures",
                "--expression",
                "12.intdiv(value)",
                "--generator-expression",
                "[0]");
        assertThat(command.err()).contains("The job failed: ").contains("cleanup --job run-");
        assertThat(storage("results")).hasSize(1);
    }

    @Test
    void keepAllKeepsWhatSucceededToo() {
        Command command = run("--keep", "all", "--expression", "value", "--generator-expression", "range(2)");
        assertThat(command.err()).contains("cleanup --job run-");
        assertThat(storage("inputs")).hasSize(2);
        assertThat(storage("results")).hasSize(2);
    }

    @Test
    void keepFailuresSaysAndKeepsNothingWhenNoneFailed() {
        Command command = run("--keep", "failures", "--expression", "value", "--generator-expression", "range(2)");
        assertThat(command.err()).startsWith("Status page: ").hasLineCount(1);
        assertThat(storage()).isEmpty();
    }

    @Test
    void whatADeadDriverLeftGoesButNotItsValuesUnderACacheKey() throws Exception {
        leave(ID.asKey(), Duration.ofHours(1));
        leave(JobKey.ofCacheKey("grid"), Duration.ofHours(1));
        cleanup(0);
        assertThat(storage())
                .singleElement()
                .asString()
                .startsWith("results/grid-")
                .endsWith(".value");
    }

    @Test
    void aJobWhoseDriverLivesIsLeftAndNamed() throws Exception {
        leave(JobKey.ofCacheKey("grid"), Duration.ZERO);
        int all = storage().size();
        assertThat(cleanup(0)).isEqualTo("0 objects removed.\n");
        assertThat(cleanup(ExitCodes.FAILED, "--cache-key", "grid"))
                .contains("Left, ")
                .contains(ID.value());
        assertThat(cleanup(ExitCodes.FAILED, "--job", ID.value()))
                .contains("Left, ")
                .contains(ID.value());
        assertThat(storage()).hasSize(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cleanup|--storage",
                "cleanup --storage memory:usage --job x --cache-key y|exclusive",
                "cleanup --storage memory:usage --job ../x|--job ../x",
                "cleanup --storage memory:usage --cache-key=|--cache-key: must have",
                "cleanup --storage ftp://x|ftp",
                "run --expression value --generator-expression range(3) --keep some|--keep some: must be nothing, failures or all",
                "run --expression value --generator-expression range(3) --cache-key=|--cache-key: must have",
            })
    void wrongUseIsRefusedWithTheReason(String arguments, String reason) {
        Command command = new Command();
        assertThat(command.run(arguments.split(" "))).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains(reason).contains("--help");
    }

    private Command run(String... arguments) {
        return run(ExitCodes.OK, arguments);
    }

    private Command run(int code, String... arguments) {
        Command command = new Command();
        List<String> all = new ArrayList<>(List.of("run", "--backend", "in-process"));
        all.addAll(List.of("--storage", root().toString()));
        all.addAll(List.of(arguments));
        assertThat(command.run(all.toArray(String[]::new))).as(command::err).isEqualTo(code);
        return command;
    }

    /** What it says. */
    private String cleanup(int code, String... arguments) {
        Command command = new Command();
        List<String> all = new ArrayList<>(List.of("cleanup", "--storage", root().toString()));
        all.addAll(List.of(arguments));
        assertThat(command.run(all.toArray(String[]::new))).as(command::err).isEqualTo(code);
        return command.err();
    }

    /** Writes what a driver leaves that died so long ago. */
    private void leave(JobKey key, Duration ago) throws IOException {
        ObjectName.Job job = new ObjectName.Job(key, ID);
        for (ObjectName name : List.of(
                job, job.lease(), new ObjectName.Input(key, TASK), new ObjectName.Value(key, TASK), job.log(TASK, 1))) {
            Path file = root().resolve(name.path());
            Files.createDirectories(file.getParent());
            Files.write(file, "grace seconds: 600\n".getBytes(UTF_8));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
        }
    }

    private Path root() {
        return directory.resolve("storage");
    }

    private List<String> storage(String tree) {
        return storage().stream().filter(name -> name.startsWith(tree + "/")).toList();
    }

    /** What is in the storage and neither staged code nor a page of a job that has ended, which stay. */
    private List<String> storage() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root().relativize(file).toString())
                    .filter(name -> !name.startsWith("code") && !name.startsWith("status/done"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
