package io.kubeface.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A jar with one class, compiled here and now: a class that the test's own JVM does not have. */
final class Compiled {

    private Compiled() {}

    static Path jar(Path directory, String className, String source) throws IOException {
        String path = className.replace('.', '/');
        Path file = directory.resolve("src").resolve(path + ".java");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "--release", "17", "-d", classes.toString(), file.toString());
        if (failed != 0) {
            throw new IllegalStateException(className + " does not compile");
        }
        Path jar = directory.resolve(className + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry(path + ".class"));
            Files.copy(classes.resolve(path + ".class"), entries);
            entries.closeEntry();
        }
        return jar;
    }
}
