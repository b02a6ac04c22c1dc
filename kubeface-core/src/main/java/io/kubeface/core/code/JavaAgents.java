package io.kubeface.core.code;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/** The agents that a JVM was started with, whose jars it appends to {@code java.class.path}. */
final class JavaAgents {
    private static final String OPTION = "-javaagent:";

    private JavaAgents() {}

    /**
     * The jars of this JVM's agents.
     *
     * @param lastOfClassPath when it is no agent's jar, the answer is empty at once; asking the JVM for its options takes
     *     tens of milliseconds
     */
    static Set<Path> at(Path lastOfClassPath) {
        if (!isAgent(lastOfClassPath)) {
            return Set.of();
        }
        Set<Path> agents = new HashSet<>();
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith(OPTION)) {
                int end = option.indexOf('=');
                agents.add(Path.of(option.substring(OPTION.length(), end < 0 ? option.length() : end))
                        .toAbsolutePath()
                        .normalize());
            }
        }
        return agents;
    }

    private static boolean isAgent(Path path) {
        if (!path.toFile().isFile()) {
            return false;
        }
        try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ)) {
            Manifest manifest = jar.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue("Premain-Class") != null;
        } catch (IOException e) {
            return false;
        }
    }
}
