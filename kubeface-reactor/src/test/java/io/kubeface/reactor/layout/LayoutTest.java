package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which applications are packed and started; each with real workers. */
class LayoutTest {

    @TempDir
    Path directory;

    private List<Path> libraries;

    @BeforeEach
    void findLibraries() throws Exception {
        libraries = new ArrayList<>(Libraries.in(directory.resolve("kubeface")));
        libraries.add(SquaresProgram.library(directory));
    }

    @Test
    void anExecutableJarOfSpringBootRuns() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>(
                Jars.entries(Libraries.locationOf("org.springframework.boot.loader.launch.JarLauncher")));
        for (String part : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
            entries.put(part, new byte[0]); // its loader looks for the directories, too
        }
        Jars.entries(SquaresProgram.classes(directory, libraries))
                .forEach((name, bytes) -> entries.put("BOOT-INF/classes/" + name, bytes));
        StringBuilder index = new StringBuilder();
        for (Path library : libraries) {
            String name = "BOOT-INF/lib/" + library.getFileName();
            entries.put(name, Files.readAllBytes(library));
            index.append("- \"").append(name).append("\"\n");
        }
        entries.put("BOOT-INF/classpath.idx", index.toString().getBytes(StandardCharsets.UTF_8));
        Path jar = Jars.write(
                directory.resolve("boot.jar"),
                Map.of(
                        "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
                        "Start-Class", SquaresProgram.MAIN,
                        "Spring-Boot-Version", "4.0.7",
                        "Spring-Boot-Classes", "BOOT-INF/classes/",
                        "Spring-Boot-Lib", "BOOT-INF/lib/",
                        "Spring-Boot-Classpath-Index", "BOOT-INF/classpath.idx"),
                entries);

        runs("-jar", jar.toString());
    }

    @Test
    void aJarThatOnlyNamesOthersRuns() throws Exception {
        String classPath = Stream.concat(Stream.of(SquaresProgram.classes(directory, libraries)), libraries.stream())
                .map(entry -> entry.toUri().toString())
                .collect(Collectors.joining(" "));
        Path jar = Jars.write(
                directory.resolve("thin.jar"),
                Map.of("Main-Class", SquaresProgram.MAIN, "Class-Path", classPath),
                Map.of());

        runs("-jar", jar.toString());
    }

    @Test
    void aModuleRunsWithNothingOpened() throws Exception {
        List<Path> modules = new ArrayList<>(libraries);
        modules.add(0, SquaresProgram.module(directory, libraries, "jdk.unsupported"));

        runs("--module-path", Sources.joined(modules), "--module", "app/" + SquaresProgram.MAIN);
    }

    @Test
    void aModuleThatLacksWhatProtobufNeedsIsToldTheLineToAdd() throws Exception {
        List<Path> modules = new ArrayList<>(libraries);
        modules.add(0, SquaresProgram.module(directory, libraries, "java.logging"));
        Driver driver = new Driver(directory);
        Process process =
                driver.start("--module-path", Sources.joined(modules), "--module", "app/" + SquaresProgram.MAIN);

        assertThat(driver.failure(process)).contains("\"requires jdk.unsupported;\"");
    }

    @Test
    void aShadedJarRuns() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>(Jars.entries(SquaresProgram.classes(directory, libraries)));
        for (Path library : libraries) {
            Jars.entries(library).forEach((name, bytes) -> {
                if (name.startsWith("META-INF/services/")) {
                    entries.merge(name, bytes, LayoutTest::lines);
                } else if (!name.endsWith("module-info.class")) {
                    entries.putIfAbsent(name, bytes);
                }
            });
        }
        Path jar = Jars.write(directory.resolve("shaded.jar"), Map.of("Main-Class", SquaresProgram.MAIN), entries);

        runs("-jar", jar.toString());
    }

    private void runs(String... arguments) throws Exception {
        Driver driver = new Driver(directory);

        assertThat(driver.run(arguments)).isEqualTo(SquaresProgram.OUTPUT);
        driver.assertNothingLeft();
    }

    private static byte[] lines(byte[] one, byte[] other) {
        return (new String(one, StandardCharsets.UTF_8) + "\n" + new String(other, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }
}
