package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.kubeface.core.code.StagedCode;
import io.kubeface.reactor.backend.LocalProcessBackend.ArchiveMode;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class WorkerArchivesTest {

    @TempDir
    Path directory;

    @Test
    void anArchiveIsMadeOnceByBackendsThatRaceAndWorkersUseIt() throws IOException {
        try (StandIn first = new StandIn(directory, waiting("-Xlog:class+load"));
                StandIn second = new StandIn(directory, waiting("-Xlog:class+load"))) {
            Attempt one = first.backend
                    .launch(first.spec("exit-71"))
                    .zipWith(second.backend.launch(second.spec("exit-72")).flatMap(WorkerArchivesTest::ended))
                    .block(StandIn.DEADLINE)
                    .getT1();

            assertThat(archives(first)).hasSize(1);
            assertThat(StandIn.exit(one).logTail()).contains(StandInWorker.class.getName() + " source: shared");
        }
    }

    /** Two that looked at the same moment, found none and then both gave theirs its name used to leave two. */
    @Test
    void ofArchivesThatAreFinishedAtTheSameMomentOneStays() throws Exception {
        ArchiveFiles files = new ArchiveFiles(Files.createDirectory(directory.resolve("cds")), false);
        int racers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            for (int round = 0; round < 100; round++) {
                String key = "key" + round;
                CyclicBarrier together = new CyclicBarrier(racers);
                List<Future<Optional<ClassDataArchive>>> finished = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    Path made = Files.writeString(files.unfinished(key + "." + racer), "of " + racer);
                    finished.add(threads.submit(() -> {
                        together.await();
                        return files.finish(key, made);
                    }));
                }
                Set<Optional<ClassDataArchive>> used = new HashSet<>();
                for (Future<Optional<ClassDataArchive>> one : finished) {
                    used.add(one.get());
                }
                assertThat(used).hasSize(1).containsExactly(files.find(key));
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> left = Files.list(directory.resolve("cds"))) {
            assertThat(left).hasSize(100);
        }
    }

    @Test
    void aLaterBackendFindsTheArchive() throws IOException {
        try (StandIn first = new StandIn(directory, waiting())) {
            first.run("fine");
        }
        List<Path> made;
        try (StandIn later = new StandIn(directory, waiting())) {
            made = archives(later);
            later.run("fine");
            assertThat(archives(later)).isEqualTo(made);
        }
        assertThat(made).hasSize(1);
    }

    @Test
    void aDamagedArchiveIsMadeAnew() throws IOException {
        byte[] damaged;
        try (StandIn first = new StandIn(directory, waiting())) {
            first.run("fine");
            Path archive = archives(first).get(0);
            damaged = Files.readAllBytes(archive);
            damaged[damaged.length / 2] ^= 1;
            Files.delete(archive);
            Files.write(archive, damaged);
        }
        try (StandIn later = new StandIn(directory, waiting())) {
            assertThat(later.run("exit-73").reason()).contains("exit code 73");

            assertThat(archives(later)).hasSize(1);
            assertThat(Files.readAllBytes(archives(later).get(0))).isNotEqualTo(damaged);
        }
    }

    @Test
    void aWorkerStartsInSilenceWithAnArchiveThatIsNone() throws Exception {
        Path garbage = Files.write(directory.resolve("garbage"), new byte[100_000]);
        JavaInstallation java = JavaInstallation.at(JavaInstallation.own());
        ClassDataArchive archive = new ClassDataArchive(garbage, ClassDataArchive.isAot(java.feature()));

        List<String> command = new ArrayList<>(List.of(java.executable().toString()));
        command.addAll(archive.useFlags());
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StandInWorker.class.getName(), "--train"));
        Process worker = new ProcessBuilder(command).redirectErrorStream(true).start();

        assertThat(new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("trained\n");
        assertThat(worker.waitFor()).isZero();
    }

    @Test
    void workersRunWhereNoArchiveCanBeMade() throws IOException {
        try (StandIn standIn = new StandIn(directory, waiting())) {
            Files.createFile(standIn.archives());

            assertThat(standIn.run("exit-74").reason()).contains("exit code 74");
        }
    }

    @Test
    void closingDoesNotWaitForATrainingRun() throws IOException {
        LocalProcessBackendBuilder training = StandIn.builder()
                .archive(ArchiveMode.BACKGROUND)
                .jvmOptions("-D" + StandInWorker.ENDLESS_TRAINING + "=true");
        try (StandIn standIn = new StandIn(directory, training)) {
            standIn.launch("sleep");
            standIn.backend.close().block(StandIn.DEADLINE);

            assertThat(archives(standIn)).isEmpty();
        }
    }

    @Test
    void whatATrainingRunLeavesIsNotInTheTemporaryDirectoryOfWorkers() throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (StandIn standIn = new StandIn(directory, waiting("-Djava.io.tmpdir=" + temporary))) {
            standIn.run("fine");

            assertThat(archives(standIn)).hasSize(1);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void usersOptionsAboutArchivesTurnOursOff() throws IOException {
        try (StandIn standIn = new StandIn(directory, waiting("-Xshare:off"))) {
            standIn.run("fine");
            assertThat(standIn.archives()).doesNotExist();
        }
    }

    @Test
    void whatNobodyUsesIsPruned() throws IOException {
        ArchiveFiles files = new ArchiveFiles(directory, false);
        Instant now = Instant.now();
        Path old = dated("a-1.jsa", now.minus(Duration.ofDays(31)));
        Path used = dated("b-1.jsa", now.minus(Duration.ofDays(29)));
        Path left = dated("c.77.1.new", now.minus(Duration.ofHours(2)));
        Path beingMade = dated("d.77.1.new", now.minus(Duration.ofMinutes(2)));

        files.prune(now);

        assertThat(old).doesNotExist();
        assertThat(left).doesNotExist();
        assertThat(used).exists();
        assertThat(beingMade).exists();
    }

    @Test
    void aFileThatGoesWhileOthersArePrunedDoesNotMatter() throws IOException {
        Instant now = Instant.now();
        Path old = dated("a-1.jsa", now.minus(Duration.ofDays(31)));
        // Listed, and yet not there.
        Files.createSymbolicLink(directory.resolve("b-1.jsa"), directory.resolve("gone"));

        new ArchiveFiles(directory, false).prune(now);

        assertThat(old).doesNotExist();
    }

    @Test
    void anErrorIsTakenForNoArchiveAndNobodyWaitsForEver() {
        // A class of a file system that cannot be loaded, say.
        Path cache = (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    throw new NoClassDefFoundError("com/foo/Absent");
                });
        LocalProcessOptions options = new LocalProcessOptions(
                JavaInstallation.at(JavaInstallation.own()),
                List.of(),
                Map.of(),
                Optional.empty(),
                false,
                cache,
                ArchiveMode.WAIT,
                "Main");
        ProcessTrees trees = ProcessTrees.ofThisMachine();
        try (WorkerArchives archives = new WorkerArchives(
                options,
                new WorkerCommand(options, directory.resolve("error"), directory),
                new TrainingRun(
                        new WorkerProcesses(options.environment(), options.workingDirectory(), trees),
                        trees,
                        directory.resolve("training.log")))) {
            StagedCode code = new StagedCode(List.of(), List.of(), Map.of());

            Optional<ClassDataArchive> archive =
                    assertTimeoutPreemptively(StandIn.DEADLINE, () -> archives.forWorker(code, "/storage"));

            assertThat(archive).isEmpty();
        }
    }

    private Path dated(String name, Instant modified) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }

    private static LocalProcessBackendBuilder waiting(String... jvmOptions) {
        return LocalProcessBackend.builder().archive(ArchiveMode.WAIT).jvmOptions(jvmOptions);
    }

    private static Mono<Attempt> ended(Attempt attempt) {
        return attempt.events().then(Mono.just(attempt));
    }

    private static List<Path> archives(StandIn standIn) throws IOException {
        if (!Files.isDirectory(standIn.archives())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(standIn.archives())) {
            return files.toList();
        }
    }
}
