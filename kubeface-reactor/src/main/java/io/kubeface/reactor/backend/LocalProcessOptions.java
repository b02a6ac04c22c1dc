package io.kubeface.reactor.backend;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checked options of the local-process backend.
 *
 * @param mainClass what a worker's JVM runs
 */
record LocalProcessOptions(
        JavaInstallation java,
        List<String> jvmOptions,
        Map<String, String> environment,
        Optional<Path> workingDirectory,
        boolean verbose,
        Path cacheDirectory,
        LocalProcessBackend.ArchiveMode archive,
        String mainClass) {}
