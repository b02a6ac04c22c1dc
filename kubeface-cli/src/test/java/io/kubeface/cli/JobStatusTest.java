package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code job list}, {@code job show} and {@code job --cleanup} of a run that is over, and of copies of its page. */
@Timeout(120)
class JobStatusTest {
    private static final String OTHER = "run-20260102-030405-000001";
    private static final Pattern PAGE = Pattern.compile("Status page: (.*/status/active/(run-[a-z0-9-]+)\\.html)");

    @TempDir
    Path directory;

    private final Command command = new Command();
    private String id = "";

    @BeforeEach
    void run() {
        Command run = new Command();
        run.run(
                "run",
                "--backend",
                "in-process",
                "--storage",
                root().toString(),
                "--expression",
                "if (value == 3) throw new IllegalStateException('<b>\\u001b[2J'); value",
                "--generator-expression",
                "range(5)");
        Matcher page = PAGE.matcher(run.err());
        assertThat(page.find()).as(run.err()).isTrue();
        id = page.group(2);
        assertThat(page.group(1)).startsWith(root().toString());
    }

    private Path root() {
        return directory.resolve("storage");
    }

    private int job(String arguments) {
        List<String> all = new ArrayList<>(List.of("job"));
        all.addAll(List.of(arguments.split(" ")));
        all.addAll(List.of("--storage", root().toString()));
        return command.run(all.toArray(String[]::new));
    }

    private Path json(boolean active, String job) {
        return root().resolve(new ObjectName.Status(active, new JobId(job), ObjectName.Status.Format.JSON).path());
    }

    /** The page that the run left, as that of another job that goes on. */
    private void leaveActive(Instant updated) throws IOException {
        String status = Files.readString(json(false, id))
                .replace(id, OTHER)
                .replace("\"state\":\"completed\"", "\"state\":\"running\"")
                .replaceFirst("\"updated\":\"[^\"]*\"", "\"updated\":\"" + updated + "\"");
        Files.createDirectories(json(true, OTHER).getParent());
        Files.writeString(json(true, OTHER), status);
    }

    private void leaveLease(Duration ago) throws IOException {
        Path lease = root().resolve("jobs/" + OTHER + "/lease-" + OTHER);
        Files.createDirectories(lease.getParent());
        Files.writeString(lease, "grace seconds: 600\n");
        Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minus(ago)));
    }

    @Test
    void listShowsJobsThatGoOnAndOthersIfTheyAreAskedFor() throws IOException {
        leaveActive(Instant.now());
        leaveLease(Duration.ZERO);
        assertThat(job("list")).isZero();
        assertThat(command.out().lines()).hasSize(2);
        assertThat(command.out()).contains("JOB", OTHER, "running").doesNotContain(id);
        assertThat(job("list --include-done")).isZero();
        assertThat(command.out()).contains(id + "  completed  5     5   1 ");
    }

    @Test
    void aJobWhoseDriverIsSilentForLongIsDead() throws IOException {
        leaveActive(Instant.now());
        leaveLease(Duration.ofMinutes(11));
        assertThat(job("list")).isZero();
        assertThat(command.out()).containsPattern(OTHER + " +dead ");
        assertThat(job("show " + OTHER)).isZero();
        assertThat(command.out()).contains("dead: 5 of 5 done", "no sign of life");
    }

    @Test
    void aPageThatIsAloneIsDeadWhenItIsOld() throws IOException {
        leaveActive(Instant.now().minusSeconds(60));
        job("list");
        assertThat(command.out()).containsPattern(OTHER + " +running ");
        leaveActive(Instant.now().minusSeconds(180));
        job("list --output json");
        assertThat(command.out()).contains("{\"life\":\"dead\",\"status\":{\"schemaVersion\":1,\"job\":\"" + OTHER);
    }

    @Test
    void showTellsFailuresAndNothingOfWhatTheySayActs() {
        assertThat(job("show " + id)).isZero();
        assertThat(command.out())
                .startsWith(id + " (run)\ncompleted: 5 of 5 done (100 %), 0 running, 1 failed, ")
                .contains("failed, user-error: 1", "input 3: ", "IllegalStateException: <b>\\u001b[2J", "page: ")
                .doesNotContain("\u001b");
    }

    @Test
    void jsonIsOneLine() {
        assertThat(job("show " + id + " --output json")).isZero();
        assertThat(command.out().lines())
                .singleElement()
                .asString()
                .startsWith("{\"life\":\"done\",\"status\":{\"schemaVersion\":1,")
                .contains("<b>\\\\u001b[2J")
                .endsWith("status/done/" + id + ".html\"}");
    }

    @Test
    void aWrongIdIsToldWithTheOneThatWasMeant() {
        String wrong = id.substring(0, id.length() - 1) + "_".replace('_', id.endsWith("x") ? 'y' : 'x');
        assertThat(job("show " + wrong)).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("no status of a job " + wrong, "Did you mean " + id + "?");
        assertThat(job("show zz")).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("job list --include-done");
    }

    private CommandLine watching(OptionalInt columns, JobWatch.Pause pause) {
        Streams streams = new Streams(
                new ByteArrayInputStream(new byte[0]),
                command.outBytes,
                new PrintStream(command.errBytes, true, UTF_8),
                columns,
                false);
        return new CommandLine(new JobShowCommand(streams, pause))
                .setOut(new PrintWriter(command.outBytes, true, UTF_8));
    }

    /** First nothing new, then something, then the end. */
    private JobWatch.Pause ends() throws IOException {
        Instant begun = Instant.now();
        leaveActive(begun);
        leaveLease(Duration.ZERO);
        int[] looks = {0};
        return () -> {
            looks[0]++;
            try {
                if (looks[0] == 2) {
                    leaveActive(begun.plusSeconds(2));
                } else if (looks[0] == 3) {
                    Files.move(json(true, OTHER), json(false, OTHER));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Test
    void watchTellsEachChangeAndEndsWithTheJob() throws IOException {
        CommandLine watch = watching(OptionalInt.empty(), ends());
        assertThat(watch.execute(OTHER, "--watch", "--storage", root().toString()))
                .isZero();
        assertThat(command.out().lines().filter(line -> line.startsWith("running: 5 of 5 done")))
                .as(command.out())
                .hasSize(3);
        assertThat(command.out()).contains(OTHER + " (run)\n", "failed, user-error: 1");
        assertThat(command.err()).isEmpty();
    }

    @Test
    void onATerminalTheLineRenewsItself() throws IOException {
        CommandLine watch = watching(OptionalInt.of(40), ends());
        assertThat(watch.execute(OTHER, "--watch", "--storage", root().toString()))
                .isZero();
        assertThat(command.err()).startsWith("\r\u001b[Krunning: 5 of 5 done (100 %), 0 runnin…\r\u001b[K");
        assertThat(command.out()).startsWith(OTHER + " (run)\n");
    }

    @Test
    void watchEndsWhenTheDriverDies() throws IOException {
        leaveActive(Instant.now());
        leaveLease(Duration.ZERO);
        CommandLine watch = watching(OptionalInt.empty(), () -> {
            try {
                leaveLease(Duration.ofMinutes(11));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(watch.execute(OTHER, "--watch", "--storage", root().toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(command.out()).contains("dead: ");
    }

    @Test
    void whatIsNoStatusIsNamedAndTheOthersShown() throws IOException {
        Files.writeString(json(false, OTHER), "<html>");
        assertThat(job("list --include-done")).isZero();
        assertThat(command.out()).contains(id);
        assertThat(command.err()).contains("status of job " + OTHER + ": This is no status of a job");
    }

    @Test
    void listOnlyReads() throws IOException {
        leaveActive(Instant.now());
        leaveLease(Duration.ofMinutes(11));
        List<FileTime> before = times();
        job("list --include-done");
        job("show " + OTHER);
        assertThat(times()).isEqualTo(before);
    }

    private List<FileTime> times() throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            List<FileTime> times = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                times.add(Files.getLastModifiedTime(file));
            }
            return times;
        }
    }

    @Test
    void cleanupRemovesThePagesOfJobsThatAreNamedAndOfDeadDrivers() throws IOException {
        leaveActive(Instant.now());
        leaveLease(Duration.ofMinutes(11));
        Files.setLastModifiedTime(json(true, OTHER), FileTime.from(Instant.now().minusSeconds(660)));
        assertThat(job("--cleanup --dry-run")).isZero();
        assertThat(command.err()).contains("2 objects would be removed, of: " + OTHER);
        assertThat(job("--cleanup")).isZero();
        assertThat(json(true, OTHER)).doesNotExist();
        assertThat(json(false, id)).exists();
        assertThat(job("--cleanup " + id)).isZero();
        assertThat(json(false, id)).doesNotExist();
        assertThat(command.err()).contains("2 objects removed, of: " + id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list|--storage",
                "show|JOB",
                "show ../x --storage memory:a|A job id has",
                "show x --storage memory:a --output xml|table",
                "--cleanup|--cleanup needs --storage",
                "x|Which command?",
            })
    void wrongUseIsRefusedWithTheReason(String arguments, String reason) {
        List<String> all = new ArrayList<>(List.of("job"));
        all.addAll(List.of(arguments.split(" ")));
        assertThat(command.run(all.toArray(String[]::new))).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains(reason).contains("Try 'kubeface job");
    }

    @Test
    void withoutPagesNothingIsSaidAndNothingWritten() throws IOException {
        Path other = directory.resolve("other");
        assertThat(command.run(
                        "run",
                        "--no-status-pages",
                        "--backend",
                        "in-process",
                        "--storage",
                        other.toString(),
                        "--expression",
                        "value",
                        "--generator-expression",
                        "range(2)"))
                .isZero();
        assertThat(command.err()).isEmpty();
        assertThat(other.resolve("status")).doesNotExist();
    }
}
