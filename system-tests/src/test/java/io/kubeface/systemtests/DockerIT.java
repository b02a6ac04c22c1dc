package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.DockerBackend.PullPolicy;
import io.kubeface.reactor.backend.DockerBackendBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Whole jobs in containers of a real docker. */
@EnabledIfEnvironmentVariable(named = Docker.COMMAND, matches = ".+", disabledReason = Docker.SKIPPED)
class DockerIT {
    private static final int HOUR_MILLIS = 3_600_000;

    @TempDir
    Path directory;

    @AfterEach
    void noContainerIsLeft() throws Exception {
        assertThat(Docker.containers()).isEmpty();
    }

    @Test
    void theMainJobRunsAndLeavesNothing() throws Exception {
        try (Kubeface kubeface = client(Docker.backend())) {
            assertThat(kubeface.map((Integer value) -> value * value, Flux.range(0, 10))
                            .map(Result::get)
                            .collectList()
                            .block(Deadlines.LONG))
                    .containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64, 81);
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aWorkerThatIsKilledIsStartedAgain() throws Exception {
        long before = Docker.now();
        try (Kubeface kubeface = client(Docker.backend())) {
            Flux<Result<Integer>> results = kubeface.map(
                            (Integer value) -> {
                                if (TaskContext.current().attempt() == 1) {
                                    Thread.sleep(HOUR_MILLIS);
                                }
                                return value + 1;
                            },
                            Flux.just(41))
                    .cache();
            results.subscribe();

            Docker.call("kill", Docker.await("start", storageUrl(), before));

            Result<Integer> result = results.blockFirst(Deadlines.LONG);
            assertThat(result.get()).isEqualTo(42);
            assertThat(result.report().attempts()).hasSize(2);
        }
    }

    @Test
    void aWorkerIsTheDriversUserAndHasOfItsMachineTheStorageAndNothingElse() throws Exception {
        Path outside = Files.createFile(directory.resolve("outside"));
        String path = outside.toString();
        try (Kubeface kubeface = client(Docker.backend().environment(Map.of("GIVEN", "a 'b' $c")))) {
            List<String> seen = kubeface.map(
                            (String ignored) -> List.of(
                                    Files.getAttribute(Path.of("/proc/self"), "unix:uid")
                                            .toString(),
                                    String.valueOf(System.getenv("GIVEN")),
                                    String.valueOf(System.getenv(Docker.COMMAND)),
                                    String.valueOf(Files.exists(Path.of(path))),
                                    effectiveCapabilities()),
                            Flux.just(""))
                    .map(Result::get)
                    .blockFirst(Deadlines.LONG);

            assertThat(seen)
                    .containsExactly(
                            Files.getAttribute(outside, "unix:uid").toString(),
                            "a 'b' $c",
                            "null",
                            "false",
                            "0000000000000000");
        }
    }

    private static String effectiveCapabilities() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .orElseThrow()
                .substring("CapEff:".length())
                .strip();
    }

    @Test
    void aWorkerThatNeedsMoreThanItsLimitSaysWhichThatIs() throws Exception {
        Result<Integer> result = only(
                Docker.backend().memory("128m").jvmOptions("-Xmx2g", "-Xms2g", "-XX:+AlwaysPreTouch"), value -> value);

        assertThat(result.failure().orElseThrow().kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(result.failure().orElseThrow().reason()).contains("memory limit of 128m");
    }

    @Test
    void anImageWithoutJavaIsALaunchThatFailed() throws Exception {
        Result<Integer> result = only(Docker.backend().javaExecutable("no-java"), value -> value);

        assertThat(result.failure().orElseThrow().kind()).isEqualTo(FailureKind.LAUNCH);
        assertThat(result.failure().orElseThrow().reason())
                .contains("its container could not be started")
                .contains("no-java");
    }

    @Test
    void anImageThatIsNotHereEndsTheJobWithTheCure() {
        refused(
                Docker.backend().image("localhost/kubeface-absent:1").pull(PullPolicy.NEVER),
                "There is no image localhost/kubeface-absent:1 here. Run: " + Docker.command() + " pull");
    }

    @Test
    void anImageThatCannotBePulledEndsTheJob() {
        refused(Docker.backend().image("localhost:1/kubeface-absent:1"), "localhost:1/kubeface-absent:1");
    }

    @Test
    void aDaemonThatIsNotThereEndsTheJobWithTheCure() {
        refused(
                Docker.backend().command("docker --host unix://" + directory.resolve("none")),
                "No daemon answers docker --host unix://");
    }

    @Test
    void aCommandThatIsNotThereEndsTheJobWithTheCure() {
        refused(Docker.backend().command("no-docker"), "There is no command no-docker here. Install Docker");
    }

    @Test
    void whoMayNotUseTheDaemonIsToldSo() throws Exception {
        assumeTrue(
                Files.getAttribute(directory, "unix:uid").equals(0),
                "SKIPPED, nothing was tested: only root can take its rights away");
        refused(
                Docker.backend().command("setpriv --reuid 65534 --regid 65534 --clear-groups " + Docker.command()),
                "may not use the daemon");
    }

    private void refused(DockerBackendBuilder backend, String told) {
        try (Kubeface kubeface = client(backend)) {
            assertThatThrownBy(() -> kubeface.map((Integer value) -> value, Flux.range(0, 3))
                            .blockLast(Deadlines.LONG))
                    .hasMessageContaining(told);
        }
    }

    @Test
    void cancellingKillsWhatRuns() throws Exception {
        long before = Docker.now();
        try (Kubeface kubeface = client(Docker.backend())) {
            Disposable job =
                    kubeface.map(DockerIT::sleepForAnHour, Flux.range(0, 2)).subscribe();
            Docker.await("start", storageUrl(), before);
            job.dispose();
            Docker.await("destroy", storageUrl(), before);
        }
    }

    @Test
    void workersOfADriverThatIsKilledEndAndTheNextClientRemovesTheirContainers() throws Exception {
        long before = Docker.now();
        Process driver = Drivers.of(Driver.class, storage().toString())
                .redirectOutput(directory.resolve("driver.log").toFile())
                .start();
        String container;
        try (Kubeface other = client(Docker.backend())) {
            container = Docker.await("start", storageUrl(), before);
            // A client that begins leaves what others are about.
            assertThat(other.map((Integer value) -> value, Flux.just(1)).blockLast(Deadlines.LONG))
                    .isNotNull();
            assertThat(Docker.call("inspect", "--format={{.State.Status}}", container))
                    .isEqualTo("running");
        } finally {
            driver.destroyForcibly().waitFor();
        }

        Docker.awaitOf(container, "die", before);
        assertThat(Docker.containers()).containsExactly(container);
        try (Kubeface next = Kubeface.builder()
                .storage(directory.resolve("next").toString())
                .backend(Docker.backend())
                .build()) {
            next.map((Integer value) -> value, Flux.just(1)).blockLast(Deadlines.LONG);
            assertThat(Docker.containers()).isEmpty();
        }
    }

    @Test
    void theCommandCleansUpWhatADriverLeftThatWasKilled() throws Exception {
        long before = Docker.now();
        Process driver = Drivers.of(Driver.class, storage().toString())
                .redirectOutput(directory.resolve("driver.log").toFile())
                .start();
        String container;
        try {
            container = Docker.await("start", storageUrl(), before);
            assertThat(cleanup("--dry-run")).contains("0 containers would be removed.");
        } finally {
            driver.destroyForcibly().waitFor();
        }
        Docker.awaitOf(container, "die", before);

        assertThat(cleanup("--dry-run")).contains("1 container would be removed: " + container);
        assertThat(Docker.containers()).containsExactly(container);
        assertThat(cleanup()).contains("1 container removed: " + container);
    }

    private String cleanup(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "cleanup",
                "--storage",
                storage().toString(),
                "--backend",
                "local-process-docker",
                "--local-process-docker-command",
                Docker.command()));
        arguments.addAll(List.of(more));
        return kubeface(0, arguments);
    }

    @Test
    void theCommandRunsAndItsDoctorIsContent() throws Exception {
        List<String> options = List.of(
                "--storage",
                storage().toString(),
                "--backend",
                "local-process-docker",
                "--local-process-docker-command",
                Docker.command(),
                "--local-process-docker-network",
                "none",
                "--worker-image",
                Docker.image());
        List<String> run = new ArrayList<>(
                List.of("run", "--expression", "value**2", "--generator-expression", "range(3)", "--quiet"));
        run.addAll(options);
        List<String> doctor = new ArrayList<>(List.of("doctor"));
        doctor.addAll(options);

        assertThat(kubeface(0, run)).isEqualTo("Value,Result\n0,0\n1,1\n2,4\n");
        assertThat(kubeface(0, doctor)).containsPattern("ok +worker end to end");
        doctor.set(doctor.indexOf(Docker.image()), "localhost:1/kubeface-absent:1");
        assertThat(kubeface(1, doctor)).containsPattern("failed +worker end to end .*kubeface-absent");
    }

    private static String kubeface(int exitCode, List<String> arguments) throws Exception {
        Process process = CommandProcess.start(arguments, Map.of());
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(exitCode);
        return text;
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "STORAGE_EMULATOR_HOST",
            matches = ".+",
            disabledReason = "SKIPPED, nothing was tested: the variable names no bucket interface")
    void containersReachABucket() throws Exception {
        try (Bucket bucket = new Bucket()) {
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(bucket.url())
                    .backend(Docker.backend().network("host"))
                    .build()) {
                assertThat(kubeface.map((Integer value) -> value * value, Flux.range(0, 3))
                                .map(Result::get)
                                .collectList()
                                .block(Deadlines.LONG))
                        .containsExactly(0, 1, 4);
            }
            assertThat(bucket.leftovers()).isEmpty();
        }
    }

    private Result<Integer> only(DockerBackendBuilder backend, TaskFunction<Integer, Integer> function) {
        try (Kubeface kubeface = client(backend)) {
            return kubeface.map(function, Flux.just(1)).blockFirst(Deadlines.LONG);
        }
    }

    private Kubeface client(DockerBackendBuilder backend) {
        return Kubeface.builder()
                .storage(storage().toString())
                .backend(backend)
                .maxSimultaneousTasks(2)
                .build();
    }

    private String storageUrl() {
        return "file://" + storage();
    }

    private Path storage() {
        return directory.resolve("storage");
    }

    /** Files in the storage; staged code stays for the next job, and a page of each that has ended. */
    private List<Path> leftovers() throws Exception {
        try (Stream<Path> files = Files.walk(storage())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(storage().resolve("code")))
                    .filter(file -> !file.startsWith(storage().resolve("status/done")))
                    .toList();
        }
    }

    private static Integer sleepForAnHour(Integer value) throws InterruptedException {
        Thread.sleep(HOUR_MILLIS);
        return value;
    }

    /** A driver with a task that takes an hour. */
    static final class Driver {
        public static void main(String[] arguments) {
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(arguments[0])
                    .backend(Docker.backend())
                    .build()) {
                kubeface.map(DockerIT::sleepForAnHour, Flux.just(1)).blockLast();
            }
        }
    }
}
