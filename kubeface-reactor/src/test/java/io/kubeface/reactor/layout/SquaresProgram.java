package io.kubeface.reactor.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An application with a library of its own, for any layout: squares three numbers, each in a worker process. */
final class SquaresProgram {
    static final String MAIN = "app.Main";

    /** What it prints: the squares, how many processes other than its own made them, and what a resource says. */
    static final List<String> OUTPUT = List.of("[0, 1, 4]", "3 workers", "units from lib/unit.txt");

    private static final String LIBRARY = """
            package lib;

            public final class Arithmetic {
                private Arithmetic() {}

                public static int square(int x) {
                    return x * x;
                }

                public static String unit() throws java.io.IOException {
                    try (java.io.InputStream in = Arithmetic.class.getResourceAsStream("/lib/unit.txt")) {
                        return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                    }
                }
            }
            """;
    private static final String SQUARE = """
            package app;

            public record Square(int value, long pid, String unit) implements java.io.Serializable {}
            """;
    private static final String PROGRAM = """
            package app;

            import io.kubeface.reactor.Kubeface;
            import io.kubeface.reactor.Result;
            import java.nio.file.Path;
            import java.util.List;
            import lib.Arithmetic;
            import reactor.core.publisher.Flux;

            public final class Main {
                private Main() {}

                public static void main(String[] args) {
                    long own = ProcessHandle.current().pid();
                    try (Kubeface kubeface = Kubeface.builder()
                            .storage(Path.of(args[0]))
                            .maxSimultaneousTasks(2)
                            .build()) {
                        List<Square> squares = kubeface
                                .map(
                                        x -> new Square(
                                                Arithmetic.square(x),
                                                ProcessHandle.current().pid(),
                                                Arithmetic.unit()),
                                        Flux.range(0, 3))
                                .map(Result::get)
                                .collectList()
                                .block();
                        System.out.println(squares.stream().map(Square::value).toList());
                        System.out.println(squares.stream()
                                        .map(Square::pid)
                                        .filter(pid -> pid != own)
                                        .distinct()
                                        .count()
                                + " workers");
                        System.out.println(squares.get(2).unit() + " from lib/unit.txt");
                    }
                }
            }
            """;
    private static final String MODULE = """
            module app {
                REQUIRES
                requires io.kubeface.reactor;
                requires org.slf4j;
            }
            """;

    private SquaresProgram() {}

    /** Its library, as a jar. */
    static Path library(Path directory) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>(Jars.entries(
                Sources.compile(directory.resolve("lib-classes"), List.of(), Map.of("lib.Arithmetic", LIBRARY))));
        entries.put("lib/unit.txt", "units".getBytes(StandardCharsets.UTF_8));
        return Jars.write(directory.resolve("lib.jar"), Map.of(), entries);
    }

    /** Its own classes, in a directory. */
    static Path classes(Path directory, List<Path> libraries) throws Exception {
        return Sources.compile(directory.resolve("app-classes"), libraries, sources());
    }

    /** Its own classes as a module, which needs this one beside the libraries. */
    static Path module(Path directory, List<Path> libraries, String jdkModule) throws Exception {
        Map<String, String> sources = new LinkedHashMap<>(sources());
        sources.put("module-info", MODULE.replace("REQUIRES", "requires " + jdkModule + ";"));
        return Sources.compileModule(directory.resolve("app-module"), libraries, sources);
    }

    private static Map<String, String> sources() {
        return Map.of(MAIN, PROGRAM, "app.Square", SQUARE);
    }
}
