package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.backend.InProcessBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver with a cache key that is killed in the middle of its job, again and again, and run again each time. */
class KilledAgainAndAgainTest {
    private static final int TASKS = 40;
    private static final int MAX = 4;
    /** How many tasks have a value at each kill. */
    private static final List<Integer> KILLS = List.of(5, 15, 30);

    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final String KEY = "squares";

    /** Each execution leaves a file. It needs a permit to end, which is a file that one takes; without one it hangs. */
    private static final String PROGRAM = """
            package app;

            import io.kubeface.reactor.Kubeface;
            import io.kubeface.reactor.Result;
            import io.kubeface.reactor.backend.LocalProcessBackend;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import reactor.core.publisher.Flux;

            public final class Main {
                private Main() {}

                public static void main(String[] args) {
                    String executions = args[0];
                    String permits = args[1];
                    try (Kubeface kubeface = Kubeface.builder()
                            .storage(Path.of(args[2]))
                            .backend(LocalProcessBackend.builder().archive(LocalProcessBackend.ArchiveMode.OFF))
                            .maxSimultaneousTasks(MAX)
                            .build()) {
                        System.out.println(kubeface.job("squares")
                                .cacheKey("KEY")
                                .map(
                                        x -> {
                                            Files.createTempFile(Path.of(executions), x + "-", "");
                                            if (!takeOne(permits)) {
                                                Thread.sleep(600_000);
                                            }
                                            return x * x;
                                        },
                                        Flux.range(0, TASKS))
                                .map(Result::get)
                                .collectList()
                                .block());
                    }
                }

                private static boolean takeOne(String permits) throws java.io.IOException {
                    for (int i = 0; i < TASKS; i++) {
                        if (Files.deleteIfExists(Path.of(permits, "permit-" + i))) {
                            return true;
                        }
                    }
                    return false;
                }
            }
            """.replace("TASKS", Integer.toString(TASKS))
            .replace("MAX", Integer.toString(MAX))
            .replace("KEY", KEY);

    @TempDir
    Path directory;

    private Path executions;
    private Path permits;
    private Driver driver;
    private String classPath;

    @BeforeEach
    void compile() throws Exception {
        executions = Files.createDirectory(directory.resolve("executions"));
        permits = Files.createDirectory(directory.resolve("permits"));
        driver = new Driver(directory);
        List<Path> entries = new ArrayList<>(Libraries.in(directory.resolve("kubeface")));
        entries.add(Sources.compile(directory.resolve("app-classes"), entries, Map.of("app.Main", PROGRAM)));
        classPath = Sources.joined(entries);
    }

    @Test
    void onlyWhatRanAtAKillIsExecutedAgainAndNothingIsLeftAfterACleanup() throws Exception {
        int values = 0;
        int broken = 0;
        for (int moment : KILLS) {
            permit(moment - values);
            values = moment;
            broken += MAX;
            killWhen(values, values + broken);
        }
        permit(TASKS - values);

        assertThat(driver.output(start()))
                .containsExactly(IntStream.range(0, TASKS)
                        .map(x -> x * x)
                        .boxed()
                        .toList()
                        .toString());
        assertThat(files(executions)).as("executions").hasSize(TASKS + broken);
        cleanUp();
        driver.assertNothingLeft();
    }

    private Process start() throws IOException {
        return driver.start("-cp", classPath, "app.Main", executions.toString(), permits.toString());
    }

    /** Lets so many more executions end. */
    private void permit(int more) throws IOException {
        for (int i = 0; i < more; i++) {
            Files.createFile(permits.resolve("permit-" + i));
        }
    }

    /** Starts a driver, and kills it as soon as all that may have a value has one and as many as possible run. */
    private void killWhen(int values, int begun) throws Exception {
        Process process = start();
        try {
            Descent.await(
                    DEADLINE, () -> values() == values && files(executions).size() >= begun);
            assertThat(values()).as("values at the kill").isEqualTo(values);
            assertThat(files(executions)).as("executions at the kill").hasSize(begun);
            assertThat(process.isAlive()).as("the driver is there to be killed").isTrue();
        } finally {
            process.destroyForcibly(); // kill -9
        }
        Descent.awaitNone(directory, DEADLINE);
    }

    private int values() {
        Path results = driver.storage().resolve("results");
        return Files.exists(results)
                ? (int) files(results).stream()
                        .filter(file -> file.toString().endsWith(".value"))
                        .count()
                : 0;
    }

    /** Removes all that lies under the key, when the killed drivers have been silent for long enough to count as dead. */
    private void cleanUp() throws IOException {
        try (Kubeface kubeface = Kubeface.builder()
                .storage(driver.storage())
                .backend(InProcessBackend.builder())
                .build()) {
            assertThat(kubeface.cleanup(KEY).block(DEADLINE).live()).hasSameSizeAs(KILLS);
            assertThat(values()).isEqualTo(TASKS);
            for (Path sign : files(driver.storage().resolve("jobs"))) {
                Files.setLastModifiedTime(sign, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            }
            assertThat(kubeface.cleanup(KEY).block(DEADLINE).live()).isEmpty();
        }
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
