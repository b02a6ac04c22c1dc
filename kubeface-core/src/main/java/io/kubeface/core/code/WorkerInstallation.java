package io.kubeface.core.code;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What a worker's image has: all jars of a class path by digest, {@code code/sha256/<digest>.jar}, as {@link LocalCode}
 * looks for them; {@code worker-jars.txt}, the {@link WorkerList} of those that a worker starts from; and {@code
 * worker.jar}, a jar that only names these, for the JVM's class path. A driver with the same jars finds its very worker
 * there, whatever its class path's order.
 */
public final class WorkerInstallation {
    private WorkerInstallation() {}

    /**
     * Writes one: {@code WorkerInstallation DIRECTORY STORAGE}, from this JVM's class path.
     *
     * @param arguments a directory, and the URL of a storage of the kind that the workers are for; only its scheme
     *     counts
     * @throws IllegalArgumentException when the arguments are not these
     * @throws IOException as {@link #write}
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("Arguments are a directory and the URL of a storage, such as gs://any.");
        }
        write(Path.of(arguments[0]), CodeCache.ofUser(), ApplicationClassPath.ofThisJvm(), arguments[1]);
    }

    /**
     * Writes an installation.
     *
     * @param directory a new or empty one
     * @param cache where the jars are looked at
     * @param classPath the jars
     * @param storage URL of a storage of the kind that the workers are for
     * @throws IOException when it cannot be written, or the class path lacks a part of a worker; the message names the
     *     artefact to add
     */
    public static void write(Path directory, CodeCache cache, List<Path> classPath, String storage) throws IOException {
        try (ObjectStore store = new LocalDirectoryObjectStore(directory)) {
            StagedCode code = CodeStaging.stage(store, cache, classPath, storage);
            Files.writeString(directory.resolve("worker-jars.txt"), WorkerList.format(code.worker()));
            writeNamingJar(directory.resolve("worker.jar"), code.worker());
        }
    }

    private static void writeNamingJar(Path file, List<CodeEntry> jars) throws IOException {
        StringBuilder classPath = new StringBuilder();
        for (CodeEntry jar : jars) {
            classPath
                    .append(classPath.length() == 0 ? "" : " ")
                    .append(jar.name().path());
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath.toString());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTimeLocal(DeterministicJar.TIME);
            zip.putNextEntry(entry);
            manifest.write(zip);
        }
    }
}
