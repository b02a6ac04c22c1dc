package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndOfDriverTest {
    /** Prints the threads that keep its JVM up when it has closed its client. */
    private static final String PROGRAM = """
            package app;

            import io.kubeface.reactor.Kubeface;
            import io.kubeface.reactor.backend.InProcessBackend;
            import java.nio.file.Path;
            import reactor.core.publisher.Flux;

            public final class Main {
                private Main() {}

                public static void main(String[] args) {
                    try (Kubeface kubeface = Kubeface.builder()
                            .storage(Path.of(args[0]))
                            .backend(InProcessBackend.builder())
                            .build()) {
                        kubeface.map(x -> x * x, Flux.range(0, 3)).blockLast();
                    }
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !thread.isDaemon())
                            .map(Thread::getName)
                            .forEach(System.out::println);
                }
            }
            """;

    @TempDir
    Path directory;

    /** One of Reactor's own once held each driver up for ten seconds. */
    @Test
    void aClosedClientLeavesNoThreadThatKeepsTheJvmUp() throws Exception {
        List<Path> classPath = new ArrayList<>(Libraries.in(directory.resolve("kubeface")));
        classPath.add(Sources.compile(directory.resolve("app-classes"), classPath, Map.of("app.Main", PROGRAM)));
        Driver driver = new Driver(directory);

        assertThat(driver.run("-cp", Sources.joined(classPath), "app.Main")).containsExactly("main");
        driver.assertNothingLeft();
    }
}
