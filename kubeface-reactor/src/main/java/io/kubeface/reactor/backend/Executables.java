package io.kubeface.reactor.backend;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks commands up. */
final class Executables {
    private Executables() {}

    /** A command of the system's own directories, or else of the PATH. */
    static Optional<Path> find(String command) {
        String path = System.getenv("PATH");
        String directories = "/usr/bin" + File.pathSeparator + "/bin" + (path == null ? "" : File.pathSeparator + path);
        for (String directory : directories.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, command);
            if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
