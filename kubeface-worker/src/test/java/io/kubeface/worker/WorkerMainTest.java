package io.kubeface.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.WorkerExit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerMainTest {

    @TempDir
    Path directory;

    @Test
    void wrongArgumentsEndTheProcessWithUsage() throws Exception {
        PreparedJob job = new PreparedJob(directory);
        TaskAddress task = job.task(Functions.SQUARE, 1);

        WorkerRun unknown = job.start(List.of(), task, "--verbos");
        WorkerRun noLog = job.start(
                List.of(), task, "--log-file", directory.resolve("absent").toString());
        TaskAddress elsewhere = new TaskAddress("s3x://bucket", task.job(), task.task(), 1);
        WorkerRun noStorage = job.start(List.of(), elsewhere);
        Process nothing = job.command(List.of(), List.of()).start();

        assertThat(unknown.exitCode()).isEqualTo(WorkerExit.USAGE.code());
        assertThat(unknown.output()).contains("\"--verbos\"", "--verbose.");
        assertThat(noLog.exitCode()).isEqualTo(WorkerExit.USAGE.code());
        assertThat(noLog.output()).contains("--log-file", "absent");
        assertThat(noStorage.exitCode()).isEqualTo(WorkerExit.USAGE.code());
        assertThat(noStorage.output()).contains("--storage s3x://bucket");
        assertThat(nothing.waitFor()).isEqualTo(WorkerExit.USAGE.code());
        assertThat(nothing.errorReader().readLine()).contains("--attempt is missing");
        assertThat(job.has(task.value())).isFalse();
    }

    @Test
    void helpAndVersionAreForPeople() throws Exception {
        PreparedJob job = new PreparedJob(directory);

        assertThat(output(job, "--help")).contains("--watch-stdin", "SIGQUIT", "-Xss");
        assertThat(output(job, "--version")).startsWith("kubeface-worker ").contains("Java ");
        assertThat(output(job, "--quiet", "--job", "--help")).contains("--watch-stdin");
    }

    private static String output(PreparedJob job, String... options) throws Exception {
        Process process = job.command(List.of(), List.of(options)).start();
        byte[] out = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return new String(out, StandardCharsets.UTF_8);
    }
}
