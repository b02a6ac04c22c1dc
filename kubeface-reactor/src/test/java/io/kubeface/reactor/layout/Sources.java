package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** Compiles small programs: classes that the test's own JVM does not have. */
final class Sources {
    private static final String RELEASE = "17"; // whatever Java the test runs on

    private Sources() {}

    /** Compiles against a class path. */
    static Path compile(Path classes, List<Path> classPath, Map<String, String> sourceByClass) throws IOException {
        return compile(classes, "-cp", classPath, sourceByClass);
    }

    /** Compiles classes and their {@code module-info} against a module path. */
    static Path compileModule(Path classes, List<Path> modulePath, Map<String, String> sourceByClass)
            throws IOException {
        return compile(classes, "--module-path", modulePath, sourceByClass);
    }

    private static Path compile(Path classes, String option, List<Path> path, Map<String, String> sourceByClass)
            throws IOException {
        Path sources = Files.createDirectories(classes.resolveSibling(classes.getFileName() + "-sources"));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "--release", RELEASE, "-d", classes.toString(), option, joined(path)));
        for (Map.Entry<String, String> source : sourceByClass.entrySet()) {
            Path file = sources.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), errors, arguments.toArray(String[]::new));
        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        return classes;
    }

    /** As an option of a JVM has it. */
    static String joined(List<Path> path) {
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
