package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with a cache key that is run again as it was, and with one class compiled anew. */
class RebuiltProgramTest {
    /** Prints the values, and what the key did for each. Its function captures a number, a record, a list and a map. */
    private static final String PROGRAM = """
            package app;

            import io.kubeface.reactor.Kubeface;
            import io.kubeface.reactor.Result;
            import io.kubeface.reactor.backend.InProcessBackend;
            import java.io.Serializable;
            import java.nio.file.Path;
            import java.util.ArrayList;
            import java.util.List;
            import java.util.TreeMap;
            import reactor.core.publisher.Flux;

            public final class Main {
                record Scale(String unit, int factor) implements Serializable {}

                record Input(int number, List<String> words) implements Serializable {}

                private Main() {}

                public static void main(String[] args) {
                    int summand = 1000;
                    Scale scale = new Scale("m", 10);
                    List<String> list = new ArrayList<>(List.of("b", "a"));
                    TreeMap<String, Integer> map = new TreeMap<>(java.util.Map.of("b", 2, "a", 1));
                    try (Kubeface kubeface = Kubeface.builder()
                            .storage(Path.of(args[0]))
                            .backend(InProcessBackend.builder())
                            .build()) {
                        List<Result<Integer>> results = kubeface.job("numbers")
                                .cacheKey("numbers")
                                .map(
                                        input -> Formula.of(input.number()) * scale.factor()
                                                + summand * list.size() * map.size(),
                                        Flux.range(0, 3).map(i -> new Input(i, List.of("x", "y" + i))))
                                .collectList()
                                .block();
                        System.out.println(results.stream().map(Result::get).toList());
                        System.out.println(results.stream()
                                .map(result -> result.report().reuse().orElseThrow().verdict().name())
                                .toList());
                    }
                }
            }
            """;

    private static final String FORMULA = """
            package app;

            final class Formula {
                private Formula() {}

                static int of(int x) {
                    return x * x;
                }
            }
            """;
    private static final List<String> COMPUTED = List.of("[4000, 4010, 4040]", "[INPUT, INPUT, INPUT]");
    private static final List<String> REUSED = List.of("[4000, 4010, 4040]", "[REUSED, REUSED, REUSED]");

    @TempDir
    Path directory;

    private List<Path> libraries;

    @BeforeEach
    void findLibraries() throws Exception {
        libraries = Libraries.in(directory.resolve("kubeface"));
    }

    @Test
    void ofAnotherBuildNothingIsReusedAndTheLogNamesTheCode() throws Exception {
        Path first = build("first", FORMULA);
        Path second = build("second", FORMULA.replace("x * x", "x + x"));
        Driver driver = new Driver(directory.resolve("driver"));

        assertThat(run(driver, first)).isEqualTo(COMPUTED);
        assertThat(run(driver, second)).containsExactly("[4000, 4020, 4040]", "[CODE, CODE, CODE]");
        assertThat(driver.log()).contains("0 of 3 tasks were reused; run were: 3 (other code)");
        assertThat(run(driver, first)).isEqualTo(REUSED);
        assertThat(driver.log()).contains("3 of 3 tasks were reused.");
        assertThat(values(driver)).hasSize(6);
    }

    /** The classes lie elsewhere and are other files, and nothing is known of the other run: only the bytes are the same. */
    @Test
    void runsOfEqualBuildsNameEqualTasksEqually() throws Exception {
        Driver one = new Driver(directory.resolve("one"));
        Driver other = new Driver(directory.resolve("other"));

        assertThat(run(one, build("first", FORMULA))).isEqualTo(COMPUTED);
        assertThat(run(other, build("again", FORMULA))).isEqualTo(COMPUTED);

        assertThat(values(one)).hasSize(3).isEqualTo(values(other));
    }

    private Path build(String name, String formula) throws IOException {
        return Sources.compile(directory.resolve(name), libraries, Map.of("app.Main", PROGRAM, "app.Formula", formula));
    }

    private List<String> run(Driver driver, Path classes) throws Exception {
        return driver.run(
                "-cp",
                Sources.joined(
                        Stream.concat(Stream.of(classes), libraries.stream()).toList()),
                "app.Main");
    }

    private static List<String> values(Driver driver) throws IOException {
        try (Stream<Path> files = Files.walk(driver.storage().resolve("results"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".value"))
                    .sorted()
                    .toList();
        }
    }
}
