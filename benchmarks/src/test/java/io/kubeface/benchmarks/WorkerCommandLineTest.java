package io.kubeface.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.TaskAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerCommandLineTest {
    private final WorkerCommandLine line = new WorkerCommandLine(List.of(
            "/jdk/bin/java",
            "-XX:ErrorFile=/tmp/hs_err",
            "-XX:SharedArchiveFile=/cache/worker.jsa",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-cp",
            "worker.jar",
            "Main",
            "--storage",
            "file:///old",
            "--job",
            "jobs/old/job-old",
            "--input",
            "inputs/old/0",
            "--result",
            "results/old/0.value",
            "--attempt",
            "1",
            "--log-file",
            "/tmp/log",
            "--watch-stdin",
            ""));

    @Test
    void anotherAttemptHasItsOwnAddressAndLog() {
        TaskAddress address = new TaskAddress(
                "file:///new", new ObjectName.Job(new JobKey("key"), new JobId("id")), new TaskName("7"), 2);

        assertThat(line.forAttempt(address, Path.of("/new/log")))
                .containsExactly(
                        "/jdk/bin/java",
                        "-XX:ErrorFile=/tmp/hs_err",
                        "-XX:SharedArchiveFile=/cache/worker.jsa",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-cp",
                        "worker.jar",
                        "Main",
                        "--storage",
                        "file:///new",
                        "--job",
                        "jobs/key/job-id",
                        "--input",
                        "inputs/key/7",
                        "--result",
                        "results/key/7.value",
                        "--attempt",
                        "2",
                        "--log-file",
                        "/new/log",
                        "--watch-stdin");
    }

    @Test
    void aBareJvmHasTheFlagsOfAWorkerAndAnArchiveOfItsOwn() {
        assertThat(line.jvm()).containsExactly("/jdk/bin/java", "-XX:+UseSerialGC");
        assertThat(line.archiveFlags(Path.of("/bare"))).containsExactly("-XX:SharedArchiveFile=/bare", "-Xshare:auto");
        assertThat(line.makeArchiveFlag(Path.of("/bare"))).isEqualTo("-XX:ArchiveClassesAtExit=/bare");
    }
}
