package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code job logs} on a directory. */
@Timeout(120)
class JobLogsTest {
    private static final JobId ID = new JobId("run-20260102-030405-000001");
    private static final ObjectName.Job JOB = new ObjectName.Job(ID.asKey(), ID);

    @TempDir
    Path directory;

    private final Command command = new Command();

    private int logs(String arguments) {
        List<String> all = new ArrayList<>(List.of("job", "logs", "--storage", directory.toString()));
        all.addAll(List.of(arguments.split(" ")));
        return command.run(all.toArray(String[]::new));
    }

    private void put(ObjectName name, String text) throws IOException {
        try (ObjectStore store = ObjectStores.open(directory.toString())) {
            store.put(name.path(), PutMode.REPLACE, "text/plain", out -> out.write(text.getBytes(UTF_8)));
        }
    }

    @Test
    void whatATaskOfARunPrintedIsShown() {
        Command run = new Command();
        assertThat(run.run(
                        "run",
                        "--storage",
                        directory.toString(),
                        "--keep",
                        "all",
                        "--shell-command",
                        "echo {} >&2; echo {}",
                        "--generator-expression",
                        "['a', 'b']"))
                .isZero();
        Matcher job = Pattern.compile("run-[0-9]+-[0-9]+-[a-z0-9]+").matcher(run.err());
        assertThat(job.find()).as(run.err()).isTrue();

        assertThat(logs(job.group() + " 1")).as(command.err()).isZero();
        assertThat(command.out()).isEqualTo("b\n");
    }

    @Test
    void theLastAttemptIsShownAndNothingThatSteersATerminal() throws IOException {
        put(JOB, "");
        put(JOB.log(TaskName.ofSequence(3), 1), "oldest");
        put(JOB.log(TaskName.ofSequence(3), 2), "old");
        put(JOB.log(TaskName.ofSequence(3), 10), "new \u001b[2J\n");
        put(JOB.log(TaskName.ofSequence(31), 11), "another's");

        assertThat(logs(ID + " 3")).isZero();
        assertThat(command.out()).isEqualTo("new \\u001b[2J\n");
    }

    @Test
    void aJobWithACacheKeyHasLogsOfItsOwn() throws IOException {
        JobKey key = JobKey.ofCacheKey("grid");
        JobId other = new JobId("run-20260102-030405-000002");
        TaskName task = new TaskName("abc");
        put(new ObjectName.Job(key, ID), "");
        put(new ObjectName.Job(key, other), "");
        put(new ObjectName.Job(key, ID).log(task, 1), "mine\n");
        put(new ObjectName.Job(key, other).log(task, 2), "other's\n");

        assertThat(logs(ID + " abc")).isZero();
        assertThat(command.out()).isEqualTo("mine\n");
    }

    @Test
    void aJobThatIsNotThereIsToldWithThoseThatAre() throws IOException {
        assertThat(logs(ID + " 0")).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("no job " + ID, directory.toString(), "No job is there.");

        put(JOB, "");
        assertThat(logs("run-20260102-030405-000009 0")).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("There are: " + ID);
    }

    @Test
    void aTaskThatIsNotThereIsToldFromOneThatPrintedNothing() throws IOException {
        put(JOB, "");
        put(new ObjectName.Input(JOB.key(), TaskName.ofSequence(1)), "");

        assertThat(logs(ID + " 7")).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("no log of task 0000000007 of job " + ID, "no such task");

        assertThat(logs(ID + " 1")).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("no log of task 0000000001", "has not ended", "--backend kubernetes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NO_ID 1|JOB NO_ID: A job id",
                "run-1 ../x|TASK ../x: A task name",
                "run-1|Missing required parameter: 'TASK'",
                "run-1 1 --follow|--follow has no use with --backend local-process",
                "run-1 1 --kubernetes-namespace n|--kubernetes-namespace has no use",
            })
    void wrongUseIsRefusedWithTheReason(String arguments, String reason) {
        assertThat(logs(arguments)).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains(reason).contains("Try 'kubeface job logs --help'");
    }

    @Test
    void aReaderThatGoesAwayEndsItQuietly() throws IOException {
        put(JOB, "");
        put(JOB.log(TaskName.ofSequence(0), 1), "line\n".repeat(10_000));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        int code = Main.run(
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        gone,
                        new PrintStream(err, true, UTF_8),
                        OptionalInt.empty(),
                        false),
                Map.of(),
                "job",
                "logs",
                "--storage",
                directory.toString(),
                ID.value(),
                "0");
        assertThat(code).isEqualTo(ExitCodes.BROKEN_PIPE);
        assertThat(err.size()).isZero();
    }
}
