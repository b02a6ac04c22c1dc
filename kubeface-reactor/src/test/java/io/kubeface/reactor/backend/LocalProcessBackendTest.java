package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.KeptLogContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LocalProcessBackendTest {
    private static final Pattern CHILD = Pattern.compile("child (\\d+)");

    @TempDir
    Path directory;

    @Test
    void startAndEndAreToldAndReplayed() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            Attempt attempt = standIn.launch("fine");
            StandIn.exit(attempt);

            StepVerifier.create(attempt.events())
                    .expectNextMatches(event -> event instanceof AttemptEvent.Started started
                            && started.place().worker().matches("process \\d+")
                            && !started.place().host().isEmpty())
                    .expectNextMatches(AttemptEvent.Ended.class::isInstance)
                    .expectComplete()
                    .verify(StandIn.DEADLINE);
        }
    }

    @Test
    void theEndOfAWorkerIsLookedAtInTheLoggingContextOfItsAttempt() throws Exception {
        KeptLogContext.begin();
        try (StandIn standIn = new StandIn(directory)) {
            List<Attempt> launched = new ArrayList<>();
            LogContext.attempt("7", 3, () -> launched.add(standIn.launch("family-stays")));
            Attempt attempt = launched.get(0);
            CompletableFuture<String> seen = attempt.events()
                    .filter(AttemptEvent.Ended.class::isInstance)
                    .map(ended -> KeptLogContext.here())
                    .next()
                    .toFuture();

            attempt.kill().block(StandIn.DEADLINE);

            assertThat(seen.get(StandIn.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("null/7/3");
        }
    }

    @Test
    void exitsAreRead() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            Exit exit = standIn.run("exit-14");

            assertThat(exit.ifNoResult()).isEqualTo(FailureKind.OUT_OF_MEMORY);
            assertThat(exit.reason()).contains("exit code 14");
            assertThat(exit.logTail()).contains("running exit-14");
        }
    }

    @Test
    void theOutputOfAWorkerThatCouldNotStoreItIsStored() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            standIn.run("exit-77");
            standIn.run("fine");

            assertThat(standIn.log("exit-77")).contains("running exit-77");
            assertThatThrownBy(() -> standIn.log("fine")).isInstanceOf(ObjectNotFoundException.class);
        }
    }

    @Test
    void whatAWorkerPrintedBeforeItEndedWithCodeZeroIsKept() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            Exit exit = standIn.run("exit-0");

            assertThat(exit.reason()).contains("exit code 0");
            assertThat(exit.logTail()).contains("running exit-0");
        }
    }

    @Test
    void aKilledWorkerTakesWhatItStartedWithIt() throws Exception {
        try (StandIn standIn = new StandIn(directory)) {
            Attempt attempt = standIn.launch("family-stays");
            long child = child();

            Processes.signal("KILL", StandIn.pid(attempt));

            Exit exit = StandIn.exit(attempt);
            assertThat(exit.ifNoResult()).isEqualTo(FailureKind.WORKER_CRASH);
            assertThat(exit.reason()).startsWith("killed by signal 9 (KILL)");
            Processes.awaitGone(child);
        }
    }

    @Test
    void whatAWorkerLeavesBehindIsKilled() throws Exception {
        try (StandIn standIn = new StandIn(directory)) {
            Attempt attempt = standIn.launch("family-leaves");
            long child = child();

            assertThat(StandIn.exit(attempt).reason()).contains("exit code 0");
            Processes.awaitGone(child);
        }
    }

    @Test
    void aKillCompletesWhenNothingRunsAndMayBeRepeated() throws Exception {
        try (StandIn standIn = new StandIn(directory)) {
            Attempt attempt = standIn.launch("family-stays");
            long child = child();

            StepVerifier.create(Flux.merge(attempt.kill(), attempt.kill()).then(attempt.kill()))
                    .expectComplete()
                    .verify(StandIn.DEADLINE);

            assertThat(Processes.runs(StandIn.pid(attempt))).isFalse();
            assertThat(StandIn.exit(attempt).reason()).isEqualTo("killed by the driver");
            Processes.awaitGone(child);
        }
    }

    @Test
    void aKillAfterTheEndDoesNotChangeIt() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            Attempt attempt = standIn.launch("exit-77");
            StandIn.exit(attempt);

            StepVerifier.create(attempt.kill()).expectComplete().verify(StandIn.DEADLINE);

            assertThat(StandIn.exit(attempt).reason()).contains("exit code 77");
        }
    }

    @Test
    void closeKillsWhatRunsAndRefusesFurtherLaunches() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            Attempt attempt = standIn.launch("sleep");

            StepVerifier.create(standIn.backend.close().then(standIn.backend.close()))
                    .expectComplete()
                    .verify(StandIn.DEADLINE);

            assertThat(Processes.runs(StandIn.pid(attempt))).isFalse();
            StepVerifier.create(standIn.backend.launch(standIn.spec("fine")))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(LaunchException.class)
                            .hasMessageContaining("closed"))
                    .verify(StandIn.DEADLINE);
        }
    }

    @Test
    void aBackendThatNeverLaunchedCloses() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            StepVerifier.create(standIn.backend.close()).expectComplete().verify(StandIn.DEADLINE);
        }
    }

    @Test
    void theUsersSettingsReachTheWorkerAndBeatOurs() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        LocalProcessBackendBuilder builder = StandIn.builder()
                .jvmOptions("-XX:+UseParallelGC", "-Xmx77m", "-XX:TieredStopAtLevel=4")
                .environment(Map.of("KUBEFACE_TEST", "a b"))
                .workingDirectory(work);
        try (StandIn standIn = new StandIn(directory, builder)) {
            String said = standIn.run("flags").logTail();

            assertThat(said).contains("variable a b", "directory " + work, "collectors [PS ", "heap 7");
            assertThat(said.indexOf("TieredStopAtLevel=4")).isGreaterThan(said.indexOf("TieredStopAtLevel=1"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+NoSuchOption, Unrecognized VM option",
        "-Xmx1x, Invalid maximum heap size",
        "-Xms900000g, heap",
        "--no-such-option, Unrecognized option",
    })
    void aJvmThatRefusesItsOptionsIsALaunchFailureInItsOwnWords(String option, String words) throws IOException {
        try (StandIn standIn = new StandIn(directory, StandIn.builder().jvmOptions(option))) {
            Exit exit = standIn.run("fine");

            assertThat(exit.ifNoResult()).isEqualTo(FailureKind.LAUNCH);
            assertThat(exit.reason()).contains("did not start").contains(words);
        }
    }

    @Test
    void aLaunchThatIsCancelledLeavesNoProcess() throws IOException {
        try (StandIn standIn = new StandIn(directory)) {
            for (int i = 0; i < 20; i++) {
                standIn.backend.launch(standIn.spec("sleep")).subscribe().dispose();
            }
            Attempt last = standIn.launch("sleep");
            last.kill().block(StandIn.DEADLINE);

            Processes.await("no worker runs", () -> workers().isEmpty());
        }
    }

    @Test
    void manyLaunchesLeaveNothing() throws IOException {
        // Those of clients that other tests have closed stay for a while.
        Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
        try (StandIn standIn = new StandIn(directory)) {
            standIn.run("fine");
            long filesBefore = openFiles();
            Flux.range(0, 50)
                    .flatMap(
                            i -> standIn.backend
                                    .launch(standIn.spec("exit-" + i % 3))
                                    .flatMapMany(Attempt::events)
                                    .then(),
                            4)
                    .blockLast(StandIn.DEADLINE);

            Processes.await("no worker runs", () -> workers().isEmpty());
            Processes.await("no file is open that was not", () -> openFiles() <= filesBefore);
            assertThat(scratchFiles()).containsExactly("lock");
            standIn.backend.close().block(StandIn.DEADLINE);
            assertThat(ownScratch()).isEmpty();
            Processes.await(
                    "no thread is left",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !threadsBefore.contains(thread))
                            .noneMatch(thread -> thread.getName().startsWith("kubeface-")));
        }
    }

    @Test
    void aReaperThatSomebodyKilledIsReplaced() throws Exception {
        try (StandIn standIn = new StandIn(directory)) {
            Attempt attempt = standIn.launch("family-stays");
            long child = child();
            ProcessHandle reaper = reapers().get(0);
            Processes.signal("KILL", reaper.pid());
            Processes.awaitGone(reaper.pid());

            attempt.kill().block(StandIn.DEADLINE);

            Processes.awaitGone(child);
        }
    }

    @Test
    void aJavaHomeWithoutJavaIsRefused() {
        assertThatThrownBy(() -> new StandIn(directory, StandIn.builder().javaHome(directory)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("javaHome")
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("such as");
    }

    @Test
    void aJavaThatIsTooOldIsRefused() throws IOException {
        Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
        Files.createFile(java).toFile().setExecutable(true);
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

        assertThatThrownBy(() -> new StandIn(directory, StandIn.builder().javaHome(directory)))
                .hasMessageContaining("is Java 11");
    }

    @Test
    void aJavaThatIsGoneSinceIsALaunchFailure() throws IOException {
        Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
        Files.createFile(java).toFile().setExecutable(true);
        try (StandIn standIn = new StandIn(directory, StandIn.builder().javaHome(directory))) {
            Files.delete(java);

            Exit exit = standIn.run("fine");

            assertThat(exit.ifNoResult()).isEqualTo(FailureKind.LAUNCH);
            assertThat(exit.reason()).contains(java.toString());
        }
    }

    @Test
    void wrongOptionsAreRefusedByNameAndValue() {
        assertThatThrownBy(() -> new StandIn(directory, StandIn.builder().jvmOptions("Xmx2g")))
                .hasMessageContaining("jvmOptions: \"Xmx2g\"");
        assertThatThrownBy(
                        () -> new StandIn(directory, StandIn.builder().workingDirectory(directory.resolve("absent"))))
                .hasMessageContaining("workingDirectory: ");
        assertThatThrownBy(() -> new StandIn(directory, StandIn.builder().environment(Map.of("a=b", "c"))))
                .hasMessageContaining("environment: \"a=b\"");
    }

    @Test
    void aCacheDirectoryThatIsAFileIsRefused() throws IOException {
        Files.createFile(directory.resolve("cache"));

        assertThatThrownBy(() -> new StandIn(directory)).hasMessageContaining("cacheDirectory: ");
    }

    @Test
    void storageInsideTheDriverIsRefused() {
        Backend.Environment environment = new Backend.Environment(new InMemoryObjectStore(), Schedulers.immediate());

        assertThatThrownBy(() -> LocalProcessBackend.builder().create(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("storage: memory:")
                .hasMessageContaining("in-process");
    }

    /** The pid that a {@code family} task printed, from its file: the log is not stored yet. */
    private static long child() {
        long[] found = new long[1];
        Processes.await("the worker has a child", () -> {
            Matcher matcher = CHILD.matcher(output());
            return matcher.find() && (found[0] = Long.parseLong(matcher.group(1))) > 0;
        });
        assertThat(Processes.runs(found[0])).isTrue();
        return found[0];
    }

    private static String output() {
        StringBuilder all = new StringBuilder();
        for (Path scratch : ownScratch()) {
            try (Stream<Path> logs = Files.list(scratch)) {
                for (Path log :
                        logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                    all.append(Files.readString(log));
                }
            } catch (IOException e) {
                // The attempt has ended meanwhile; a later look decides.
                all.append(e);
            }
        }
        return all.toString();
    }

    private static List<Path> ownScratch() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        String prefix = "kubeface-scratch-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> scratchFiles() {
        return ownScratch().stream()
                .flatMap(scratch -> Stream.of(scratch.toFile().list()))
                .toList();
    }

    private static List<ProcessHandle> workers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> commandLine(child).contains(StandInWorker.class.getName()))
                .toList();
    }

    private static List<ProcessHandle> reapers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> commandLine(child).contains("kubeface-reaper"))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static long openFiles() {
        return new java.io.File("/proc/self/fd").list().length;
    }
}
