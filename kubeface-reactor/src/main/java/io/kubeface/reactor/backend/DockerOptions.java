package io.kubeface.reactor.backend;

import io.kubeface.reactor.backend.DockerBackend.PullPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checked options of the docker backend.
 *
 * @param command the words before {@code create}, {@code start} and so on
 * @param user as docker takes it; empty for the driver's own
 * @param containerOptions further options of {@code docker create}
 * @param environment variables of the workers
 * @param credentials a file with the storage's credentials, which containers are to see
 */
record DockerOptions(
        List<String> command,
        String image,
        PullPolicy pull,
        Optional<String> user,
        Optional<String> memory,
        Optional<String> cpus,
        Optional<String> network,
        List<String> containerOptions,
        Map<String, String> environment,
        Optional<Path> credentials,
        List<String> jvmOptions,
        String javaExecutable,
        boolean verbose) {}
