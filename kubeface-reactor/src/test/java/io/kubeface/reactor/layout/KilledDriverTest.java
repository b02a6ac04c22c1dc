package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledDriverTest {
    private static final String PROGRAM = """
            package app;

            import io.kubeface.reactor.Kubeface;
            import java.nio.file.Path;
            import reactor.core.publisher.Flux;

            public final class Main {
                private Main() {}

                public static void main(String[] args) {
                    try (Kubeface kubeface = Kubeface.builder()
                            .storage(Path.of(args[0]))
                            .maxSimultaneousTasks(2)
                            .build()) {
                        kubeface.map(
                                        x -> {
                                            new ProcessBuilder("sleep", "600").start();
                                            Thread.sleep(600_000);
                                            return x;
                                        },
                                        Flux.range(0, 3))
                                .blockLast();
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void aDriverKilledAmidItsTasksLeavesNoWorkerAndNothingThatOneStarted() throws Exception {
        List<Path> classPath = new ArrayList<>(Libraries.in(directory.resolve("kubeface")));
        classPath.add(Sources.compile(directory.resolve("app-classes"), classPath, Map.of("app.Main", PROGRAM)));
        Process driver = new Driver(directory).start("-cp", Sources.joined(classPath), "app.Main");
        try {
            Descent.await(Duration.ofSeconds(60), () -> sleeping() == 2);
            assertThat(Descent.of(directory))
                    .as("two workers and what each started")
                    .filteredOn(line -> line.contains(" --attempt ") || line.contains(" sleep 600"))
                    .hasSize(4);
        } finally {
            driver.destroyForcibly(); // kill -9
        }

        Descent.awaitNone(directory, Duration.ofSeconds(5));
    }

    private long sleeping() {
        return Descent.of(directory).stream()
                .filter(line -> line.contains(" sleep 600"))
                .count();
    }
}
