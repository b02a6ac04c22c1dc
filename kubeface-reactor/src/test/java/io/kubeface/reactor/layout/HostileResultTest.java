package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileResultTest {
    private static final String GADGET = """
            package gadget;

            import java.io.IOException;
            import java.io.ObjectInputStream;
            import java.io.Serializable;
            import java.nio.file.Files;
            import java.nio.file.Path;

            public final class Gadget implements Serializable {
                private final String file;

                public Gadget(String file) {
                    this.file = file;
                }

                private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
                    in.defaultReadObject();
                    Files.createFile(Path.of(file));
                }
            }
            """;
    private static final String PROGRAM = """
            package app;

            import gadget.Gadget;
            import io.kubeface.reactor.Kubeface;
            import io.kubeface.reactor.KubefaceBuilder;
            import io.kubeface.reactor.Result;
            import io.kubeface.reactor.backend.LocalProcessBackend;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import reactor.core.publisher.Flux;

            public final class Main {
                private Main() {}

                public static void main(String[] args) {
                    read(args, Kubeface.builder());
                    read(args, Kubeface.builder().resultTypes(Gadget.class));
                }

                private static void read(String[] args, KubefaceBuilder builder) {
                    try (Kubeface kubeface = builder.storage(Path.of(args[1]))
                            .backend(LocalProcessBackend.builder().archive(LocalProcessBackend.ArchiveMode.OFF))
                            .build()) {
                        Result<Object> result = kubeface
                                .map((String file) -> (Object) new Gadget(file), Flux.just(args[0]))
                                .blockLast();
                        System.out.println(result.failure()
                                .map(failure -> failure.kind() + " " + failure.cause().message())
                                .orElse("read"));
                        System.out.println(Files.exists(Path.of(args[0])) ? "harm" : "no harm");
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    /** The second time the driver allows the class, which proves that it would have done harm. */
    @Test
    void aResultOfAClassThatTheDriverDidNotAllowRunsNoCodeInIt() throws Exception {
        List<Path> classPath = new ArrayList<>(Libraries.in(directory.resolve("kubeface")));
        classPath.add(Sources.compile(directory.resolve("gadget-classes"), List.of(), Map.of("gadget.Gadget", GADGET)));
        classPath.add(Sources.compile(directory.resolve("app-classes"), classPath, Map.of("app.Main", PROGRAM)));
        Driver driver = new Driver(directory);

        List<String> output = driver.run(
                "-cp",
                Sources.joined(classPath),
                "app.Main",
                directory.resolve("harm").toString());

        assertThat(output).hasSize(4);
        assertThat(output.get(0))
                .startsWith("UNREADABLE_RESULT ")
                .contains("a gadget.Gadget,", ".resultTypes(gadget.Gadget.class)");
        assertThat(output.subList(1, 4)).containsExactly("no harm", "read", "harm");
        driver.assertNothingLeft();
    }
}
