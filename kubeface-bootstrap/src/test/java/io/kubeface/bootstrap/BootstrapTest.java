package io.kubeface.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bootstrap as a pod runs it: a process of its own, with the arguments that the driver gives. */
class BootstrapTest {
    private static final String OBJECTS = "/storage/v1/b/bucket/o/a%20prefix%2Fcode%2Fsha256%2F";

    @TempDir
    Path temp;

    private FakeServer server;
    private byte[] library;
    private WorkerJar workerJar;
    private WorkerJar libraryJar;
    private Path list;
    private Path installed;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void upload() throws Exception {
        server = new FakeServer();
        byte[] worker = Jars.worker(temp.resolve("src"));
        library = Jars.library(temp.resolve("src"));
        workerJar = Jars.describe("kubeface worker.jar", worker);
        libraryJar = Jars.describe("library.jar", library);
        server.bodies.put(object(workerJar), worker);
        server.bodies.put(object(libraryJar), library);
        list = Files.writeString(temp.resolve("worker-jars.txt"), Jars.list(List.of(workerJar, libraryJar)));
        installed = temp.resolve("opt kubeface");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String object(WorkerJar jar) {
        return OBJECTS + jar.sha256() + ".jar?alt=media";
    }

    @Test
    void aWorkerThatTheImageLacksIsFetchedAndRunFromItsOwnLoader() throws Exception {
        Ended ended = run("--install-policy", "if-not-present", "--attempt", "1", "--installed", installed.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines())
                .containsExactly(
                        "true",
                        "false",
                        "true",
                        "--attempt 1 --installed " + installed + " --storage gs://bucket/a prefix --code-cache "
                                + temp.resolve("cache/code"));
        assertThat(ended.code()).isZero();
        Path jars = temp.resolve("cache/code/code/sha256");
        assertThat(jars.resolve(libraryJar.sha256() + ".jar")).hasBinaryContent(library);
        assertThat(names(jars)).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("cache/code"))))
                .isEqualTo("rwx------");

        assertThat(run().code()).isZero();
        assertThat(server.requests)
                .as("jars that are there are not fetched again")
                .hasSize(2);
    }

    @Test
    void theImagesWorkerIsRunFromTheClassPathWhenItIsTheDriversWhateverItsJarsAreCalled() throws Exception {
        install(Jars.list(List.of(workerJar, new WorkerJar(libraryJar.sha256(), libraryJar.sizeBytes(), "other.jar"))));

        for (String policy : List.of("never", "if-not-present")) {
            Ended ended = run("--install-policy", policy, "--installed", installed.toString());

            assertThat(ended.err()).isEmpty();
            assertThat(ended.out().lines().limit(3)).containsExactly("true", "true", "true");
        }
        assertThat(server.requests).isEmpty();

        Ended always = run("--install-policy", "always", "--installed", installed.toString());
        assertThat(always.out().lines().limit(3)).containsExactly("true", "false", "true");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void anotherWorkerInTheImageIsRefusedWhenThePolicyIsNeverAndReplacedElse() throws Exception {
        WorkerJar older = new WorkerJar("e".repeat(64), 5, "library-old.jar");
        install(Jars.list(List.of(workerJar, older)));

        Ended never = run("--install-policy", "never", "--installed", installed.toString());
        assertThat(never.code()).isEqualTo(76);
        assertThat(never.out()).isEmpty();
        assertThat(never.err().lines()).hasSize(1);
        assertThat(never.err())
                .contains("number 2 differs")
                .contains("library-old.jar (sha256 " + older.sha256() + ") in the image")
                .contains("library.jar (sha256 " + libraryJar.sha256() + ") at the driver");

        Ended otherwise = run("--installed", installed.toString());
        assertThat(otherwise.out().lines().limit(3)).containsExactly("true", "false", "true");
    }

    @Test
    void anImageWithoutAWorkerIsRefusedWhenThePolicyIsNever() throws Exception {
        Ended ended = run("--install-policy", "never", "--installed", installed.toString());

        assertThat(ended.code()).isEqualTo(76);
        assertThat(ended.err()).contains("there is no " + installed.resolve("worker-jars.txt"));
    }

    @Test
    void anImageWhoseListPromisesTooMuchIsRefused() throws Exception {
        Files.createDirectories(installed);
        Files.copy(list, installed.resolve("worker-jars.txt"));

        Ended ended = run("--installed", installed.toString());

        assertThat(ended.code()).isEqualTo(76);
        assertThat(ended.err()).contains("its class path must begin with " + installed.resolve("worker.jar"));
    }

    @Test
    void aJarThatWasChangedIsRefusedWithBothDigestsAndNothingIsKept() throws Exception {
        byte[] changed = library.clone();
        changed[changed.length / 2] ^= 1;
        server.bodies.put(object(libraryJar), changed);

        Ended ended = run();

        assertThat(ended.code()).isEqualTo(76);
        assertThat(ended.err())
                .contains(libraryJar.sha256())
                .contains(Jars.describe("", changed).sha256())
                .contains("gs://bucket/a prefix/code/sha256/" + libraryJar.sha256() + ".jar");
        assertThat(names(temp.resolve("cache/code/code/sha256"))).doesNotContain(libraryJar.sha256() + ".jar");
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws Exception {
        server.failures.addAll(List.of(503, 429));

        Ended ended = run();

        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(server.requests).hasSize(4);
    }

    @Test
    void codeThatIsGoneIsNotAskedForAgain() throws Exception {
        server.bodies.remove(object(libraryJar));

        Ended ended = run();

        assertThat(ended.code()).isEqualTo(76);
        assertThat(ended.err()).contains("HTTP 404").contains("no luck");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void aDirectoryServesAsStorageToo() throws Exception {
        Path jars = Files.createDirectories(temp.resolve("store/code/sha256"));
        Files.write(jars.resolve(workerJar.sha256() + ".jar"), server.bodies.get(object(workerJar)));
        Files.write(jars.resolve(libraryJar.sha256() + ".jar"), library);

        Ended ended = run(temp.resolve("store").toUri().toString(), List.of("--verbose"), Map.of());

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).contains("fetched 2 of the worker's 2 jars");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void whatTheWorkerThrowsIsItsOwn() throws Exception {
        Ended ended = run("fail");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains("java.io.IOException: the worker's own")
                .doesNotContain("InvocationTarget");
    }

    @Test
    void otherStorageIsRefused() throws Exception {
        Ended ended = run("s3://bucket", List.of(), Map.of());

        assertThat(ended.code()).isEqualTo(76);
        assertThat(ended.err()).contains("not from s3://bucket");
    }

    /** As the worker's image has it: a jar whose manifest names the others. */
    private void install(String imageList) throws IOException {
        Path jars = Files.createDirectories(installed.resolve("code/sha256"));
        Files.write(jars.resolve("w.jar"), server.bodies.get(object(workerJar)));
        Files.write(jars.resolve("l.jar"), library);
        Files.writeString(installed.resolve("worker-jars.txt"), imageList);
    }

    private Ended run(String... more) throws Exception {
        return run("gs://bucket/a prefix", List.of(more), Map.of("STORAGE_EMULATOR_HOST", server.host()));
    }

    private Ended run(String storage, List<String> more, Map<String, String> environment) throws Exception {
        String classPath = installed.resolve("code/sha256/w.jar")
                + File.pathSeparator
                + installed.resolve("code/sha256/l.jar")
                + File.pathSeparator
                + Path.of("target/classes").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath,
                "io.kubeface.bootstrap.Bootstrap",
                "--worker-jars",
                list.toString()));
        command.addAll(more);
        command.addAll(List.of(
                "--storage", storage, "--code-cache", temp.resolve("cache/code").toString()));
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
