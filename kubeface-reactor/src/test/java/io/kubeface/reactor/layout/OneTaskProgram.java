package io.kubeface.reactor.layout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An application whose one task squares 7, and which prints what became of it and on which Java. */
final class OneTaskProgram {
    private static final String MAIN = "app.Main";
    private static final String PROGRAM = """
            package app;

            import io.kubeface.reactor.Failure;
            import io.kubeface.reactor.Kubeface;
            import io.kubeface.reactor.Result;
            import io.kubeface.reactor.backend.LocalProcessBackend;
            import java.nio.file.Path;
            import reactor.core.publisher.Flux;

            public final class Main {
                private Main() {}

                public static void main(String[] args) {
                    try (Kubeface kubeface = Kubeface.builder()
                            .storage(Path.of(args[2]))
                            .backend(LocalProcessBackend.builder()
                                    .javaHome(Path.of(args[0]))
                                    .cacheDirectory(Path.of(args[1]))
                                    .archive(LocalProcessBackend.ArchiveMode.OFF))
                            .build()) {
                        Result<String> result = kubeface
                                .map(
                                        (Integer x) -> x * x + " on Java "
                                                + Runtime.version().feature(),
                                        Flux.just(7))
                                .blockLast();
                        System.out.println(result.failure()
                                .map(failure -> failure.kind() + " "
                                        + failure.cause().message())
                                .orElseGet(result::get));
                    }
                }
            }
            """;

    private final Driver driver;
    private final Path workerJavaHome;
    private final String classPath;

    /** Whose workers run on that Java. */
    OneTaskProgram(Path directory, Driver driver, Path workerJavaHome) throws Exception {
        List<Path> libraries = Libraries.in(directory.resolve("kubeface"));
        List<Path> entries = new ArrayList<>(libraries);
        entries.add(0, Sources.compile(directory.resolve("app-classes"), libraries, Map.of(MAIN, PROGRAM)));
        this.driver = driver;
        this.workerJavaHome = workerJavaHome;
        this.classPath = Sources.joined(entries);
    }

    /** Runs it with a code cache for its workers that may be another than its own; answers with what it printed. */
    String run(Path workerCache) throws Exception {
        return String.join("\n", driver.run("-cp", classPath, MAIN, workerJavaHome.toString(), workerCache.toString()));
    }
}
