package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Real classes and jars for tests: compiled and packed here. */
final class Code {
    private Code() {}

    /** Compiles one source file into a directory, with this test's class path. */
    static Path compile(Path classes, String className, String source) throws IOException {
        return compile(classes, System.getProperty("java.class.path"), className, source);
    }

    static Path compile(Path classes, String classPath, String className, String source) throws IOException {
        Path sources = Files.createTempDirectory(classes.toAbsolutePath().getParent(), "source");
        Path file = sources.resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.createDirectories(classes);
        Files.writeString(file, source);
        run("-d", classes.toString(), "-cp", classPath, "-proc:none", file.toString());
        return classes;
    }

    /** Adds a module's declaration to its classes. */
    static void compileModule(Path classes, Path modulePath, String declaration) throws IOException {
        Path file = Files.createTempDirectory(classes.toAbsolutePath().getParent(), "module")
                .resolve("module-info.java");
        Files.writeString(file, declaration);
        run("-d", classes.toString(), "--module-path", modulePath.toString(), file.toString());
    }

    private static void run(String... arguments) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler().run(null, OutputStream.nullOutputStream(), errors, arguments);
        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    }

    /** The files of a directory, as entries of a jar. */
    static Map<String, byte[]> entries(Path directory) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                entries.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return entries;
    }

    /** A jar with stored entries in the order given, as Spring Boot needs them for nested jars. */
    static Path jar(Path jar, Map<String, String> manifest, Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(jar.toAbsolutePath().getParent());
        Files.write(jar, jarBytes(manifest, entries));
        return jar;
    }

    static byte[] jarBytes(Map<String, String> manifest, Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Map<String, byte[]> all = new LinkedHashMap<>();
            if (!manifest.isEmpty()) {
                all.put(JarFile.MANIFEST_NAME, manifestBytes(manifest));
            }
            all.putAll(entries);
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                ZipEntry stored = new ZipEntry(entry.getKey());
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(entry.getValue().length);
                stored.setCrc(crc.getValue());
                zip.putNextEntry(stored);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] manifestBytes(Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    /** A jar that stands for the worker, core and protobuf, so that a class path in a test is complete. */
    static Path workerParts(Path directory) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("io/kubeface/worker/WorkerMain.class", new byte[] {1});
        entries.put("io/kubeface/core/TaskFunction.class", new byte[] {2});
        entries.put("com/google/protobuf/MessageLite.class", new byte[] {3});
        return jar(directory.resolve("worker-parts.jar"), Map.of(), entries);
    }

    static List<String> names(List<CodeEntry> entries) {
        List<String> names = new ArrayList<>();
        for (CodeEntry entry : entries) {
            names.add(entry.fileName());
        }
        return names;
    }
}
