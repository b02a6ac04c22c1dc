package io.kubeface.core.code;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a JVM's application runs from, as plain jars and class directories.
 *
 * <p>In this order: the module path (a module wins over the class path in a JVM, too), each directory of modules as the
 * modules in it; the class path; and behind each jar what its manifest's {@code Class-Path} names. A jar that holds
 * nothing but a manifest, as build tools make of a long class path, is replaced by what it names. What is not there is
 * passed over as the JVM does, and what comes twice counts where it came first. An executable jar of Spring Boot is one
 * entry; {@link CodeStaging} takes it apart. Agents are left out.
 *
 * <p>Not seen: what class loaders of the application's own add (an application server, OSGi), modules linked into the
 * run-time image by jlink, and services that only a {@code module-info} provides, since workers run from a class path.
 */
public final class ApplicationClassPath {
    private final Set<Path> agents;
    private final List<Path> entries = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    private ApplicationClassPath(Set<Path> agents) {
        this.agents = agents;
    }

    /**
     * What this JVM's application runs from.
     *
     * @throws IOException when a directory of modules cannot be listed
     */
    public static List<Path> ofThisJvm() throws IOException {
        boolean modular = System.getProperty("jdk.module.main") != null;
        return of(System.getProperty("java.class.path", ""), System.getProperty("jdk.module.path", ""), modular);
    }

    /**
     * As {@link #ofThisJvm()}, of other paths.
     *
     * @param modular whether the main class is in a module: without one, an empty class path means the working directory
     */
    static List<Path> of(String classPath, String modulePath, boolean modular) throws IOException {
        ApplicationClassPath result = new ApplicationClassPath(JavaAgents.at(lastOf(classPath)));
        if (!modulePath.isEmpty()) {
            for (String entry : modulePath.split(File.pathSeparator, -1)) {
                result.addModules(Path.of(entry));
            }
        }
        if (!classPath.isEmpty() || !modular) {
            for (String entry : classPath.split(File.pathSeparator, -1)) {
                result.add(Path.of(entry));
            }
        }
        return List.copyOf(result.entries);
    }

    /** The JVM puts agents behind the class path; so when the last entry is none, there is none. */
    private static Path lastOf(String classPath) {
        return Path.of(classPath.substring(classPath.lastIndexOf(File.pathSeparatorChar) + 1));
    }

    private void addModules(Path entry) throws IOException {
        if (!Files.isDirectory(entry) || isExplodedModule(entry)) {
            add(entry);
            return;
        }
        Set<Path> modules = new TreeSet<>(); // the file system's own order would differ between machines
        try (DirectoryStream<Path> children = Files.newDirectoryStream(entry)) {
            for (Path child : children) {
                if (isExplodedModule(child)
                        || (child.toString().endsWith(".jar")
                                && Files.isRegularFile(child)
                                && !Files.isHidden(child))) {
                    modules.add(child);
                }
            }
        }
        for (Path module : modules) {
            add(module);
        }
    }

    private static boolean isExplodedModule(Path directory) {
        return Files.exists(directory.resolve("module-info.class"));
    }

    private void add(Path relative) throws IOException {
        Path entry = relative.toAbsolutePath();
        if (!Files.exists(entry) || !seen.add(entry.toRealPath()) || agents.contains(entry.normalize())) {
            return;
        }
        if (Files.isDirectory(entry)) {
            entries.add(entry.normalize());
            return;
        }
        ManifestClassPath manifest = ManifestClassPath.of(entry);
        if (manifest.holdsMore()) {
            entries.add(entry.normalize());
        }
        for (Path named : manifest.entries()) {
            add(named);
        }
    }
}
