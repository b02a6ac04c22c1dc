package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerBackendBuilderTest {

    @Test
    void whatIsNoOptionIsRefusedByItsName() {
        assertThatThrownBy(() -> DockerBackend.builder().options(Map.of()))
                .hasMessageStartingWith("image: none is given");
        refused("image", builder -> builder.image("--privileged"));
        refused("command", builder -> builder.command(" "));
        refused("memory", builder -> builder.memory("512 MB"));
        refused("memory", builder -> builder.memory("0"));
        refused("cpus", builder -> builder.cpus("0.0"));
        refused("cpus", builder -> builder.cpus("500m"));
        refused("user", builder -> builder.user(""));
        refused("network", builder -> builder.network("--privileged"));
        refused("containerOptions", builder -> builder.containerOptions("ubuntu"));
        refused("jvmOptions", builder -> builder.jvmOptions("Xmx2g"));
        refused("environment", builder -> builder.environment(Map.of("A=B", "1")));
        refused("environment", builder -> builder.environment(Map.of("A", "1\n2")));
        refused("environment", builder -> builder.environment(Map.of("#A", "1")));
    }

    private static void refused(String option, UnaryOperator<DockerBackendBuilder> change) {
        assertThatThrownBy(
                        () -> change.apply(DockerBackend.builder().image("jre")).options(Map.of()))
                .as(option)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option + ": ");
    }

    @Test
    void workersHaveOfTheDriversEnvironmentWhereTheStorageIsAndItsCredentials(@TempDir Path directory)
            throws Exception {
        Path key = Files.createFile(directory.resolve("key.json"));
        Map<String, String> drivers = Map.of(
                "STORAGE_EMULATOR_HOST",
                "http://host:1",
                "GOOGLE_APPLICATION_CREDENTIALS",
                key.toString(),
                "SECRET",
                "x");

        DockerOptions options = DockerBackend.builder()
                .image("jre")
                .environment(Map.of("A", "b c"))
                .options(drivers);

        assertThat(ContainerArguments.variables(options))
                .containsExactly(
                        "HOME=/tmp",
                        "GOOGLE_APPLICATION_CREDENTIALS=/kubeface/credentials.json",
                        "A=b c",
                        "STORAGE_EMULATOR_HOST=http://host:1");
        assertThat(arguments(options, "gs://bucket/root"))
                .contains("--mount=type=bind,\"source=" + key + "\",\"target=/kubeface/credentials.json\",readonly")
                .noneMatch(word -> word.contains("b c"));
    }

    @Test
    void aContainerSeesCodeToReadAndTheStoragesDirectoryAndIsNobodySpecial() {
        DockerOptions options = DockerBackend.builder()
                .image("jre")
                .memory("512m")
                .cpus("1.5")
                .network("none")
                .containerOptions("--gpus=all")
                .options(Map.of());

        assertThat(arguments(options, "file:///data/a,b%20c"))
                .startsWith("create", "--name=n")
                .contains(
                        "--label=io.kubeface.client=c",
                        "--cap-drop=ALL",
                        "--security-opt=no-new-privileges",
                        "--user=7:8",
                        "--memory=512m",
                        "--memory-swap=512m",
                        "--cpus=1.5",
                        "--network=none",
                        "--env-file=/scratch/variables",
                        "--mount=type=bind,\"source=/cache\",\"target=/kubeface/code/sha256\",readonly",
                        "--mount=type=bind,\"source=/data/a,b c\",\"target=/data/a,b c\"",
                        "-XX:MaxRAMPercentage=70",
                        "--watch-stdin")
                .containsSubsequence("--entrypoint=java", "--gpus=all", "jre", "-cp", "io.kubeface.worker.WorkerMain");
    }

    @Test
    void theUserMayBeAnotherAndWithoutALimitTheMemoryIsNotTheWorkersAlone() {
        DockerOptions options =
                DockerBackend.builder().image("jre").user("10001").options(Map.of());

        assertThat(arguments(options, "gs://bucket/root"))
                .contains("--user=10001")
                .doesNotContain("--user=7:8", "-XX:MaxRAMPercentage=70")
                .noneMatch(word -> word.startsWith("--memory"));
    }

    private static List<String> arguments(DockerOptions options, String storage) {
        JobId id = new JobId("job");
        CodeEntry jar = new CodeEntry("0".repeat(64), "worker.jar", 1);
        AttemptSpec spec = new AttemptSpec(
                new TaskAddress(storage, new ObjectName.Job(id.asKey(), id), TaskName.ofSequence(0), 1),
                new JobManifest(id, "test", 17, List.of(), "Test", List.of(), Map.of()),
                new StagedCode(List.of(), List.of(jar), Map.of(jar.sha256(), Path.of("/cache/worker.jar"))),
                false);
        return new ContainerArguments(options, Optional.of("7:8"), Path.of("/scratch/variables"))
                .of("n", Map.of(ContainerLabels.CLIENT, "c"), spec);
    }
}
