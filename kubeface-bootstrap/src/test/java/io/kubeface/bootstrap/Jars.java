package io.kubeface.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Real jars: a worker that tells where it was loaded from, in two parts. */
final class Jars {
    private Jars() {}

    static WorkerJar describe(String name, byte[] jar) throws GeneralSecurityException {
        return new WorkerJar(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar)), jar.length, name);
    }

    static String line(WorkerJar jar) {
        return jar.sha256() + " " + jar.sizeBytes() + " " + jar.name() + "\n";
    }

    static String list(List<WorkerJar> jars) {
        StringBuilder text = new StringBuilder();
        jars.forEach(jar -> text.append(line(jar)));
        return text.toString();
    }

    /** The class with {@code main}, which needs {@link #library}. */
    static byte[] worker(Path directory) throws IOException {
        return compile(directory, "io.kubeface.worker.WorkerMain", """
                package io.kubeface.worker;
                public class WorkerMain {
                    public static void main(String[] arguments) throws Exception {
                        ClassLoader loader = WorkerMain.class.getClassLoader();
                        System.out.println(loader == Thread.currentThread().getContextClassLoader());
                        System.out.println(loader == ClassLoader.getSystemClassLoader());
                        System.out.println(Class.forName("org.example.Library", true, loader).getClassLoader() == loader);
                        System.out.println(String.join(" ", arguments));
                        if (arguments.length > 0 && arguments[0].equals("fail")) {
                            throw new java.io.IOException("the worker's own");
                        }
                    }
                }
                """);
    }

    static byte[] library(Path directory) throws IOException {
        return compile(directory, "org.example.Library", "package org.example; public class Library {}");
    }

    private static byte[] compile(Path directory, String name, String source) throws IOException {
        String path = name.replace('.', '/');
        Path file = directory.resolve(path + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", file.toString()) != 0) {
            throw new IllegalStateException("not compiled: " + source);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(path + ".class"));
            zip.write(Files.readAllBytes(directory.resolve(path + ".class")));
        }
        return bytes.toByteArray();
    }
}
