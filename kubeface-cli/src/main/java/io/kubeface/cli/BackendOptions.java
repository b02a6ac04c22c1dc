package io.kubeface.cli;

import io.kubeface.reactor.backend.Backend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What runs the tasks. */
final class BackendOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "local-process",
            converter = BackendName.Converter.class,
            description = "What runs the tasks: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private BackendName backend = BackendName.LOCAL_PROCESS;

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "Start workers with this option of the JVM, such as --jvm-option=-Xmx2g. May be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @ArgGroup(exclusive = false, heading = "%nWith --backend kubernetes:%n", order = 100)
    private @Nullable KubernetesOptions kubernetes;

    @ArgGroup(exclusive = false, heading = "%nWith --backend local-process-docker:%n", order = 101)
    private @Nullable DockerOptions docker;

    /**
     * Makes the backend's factory.
     *
     * @throws IllegalArgumentException when the backend has no use for an option that was given, or lacks one
     */
    Backend.Factory factory(boolean verbose) {
        checkUse(kubernetes().given(), BackendName.KUBERNETES);
        checkUse(docker().given(), BackendName.LOCAL_PROCESS_DOCKER);
        return backend.factory(this, verbose);
    }

    private void checkUse(List<String> given, BackendName needed) {
        given.stream().filter(option -> !backend.takes(option)).findFirst().ifPresent(option -> {
            throw new IllegalArgumentException(
                    option + " has no use with --backend " + backend + "; leave it out, or use --backend " + needed);
        });
    }

    /** Which it is. */
    BackendName name() {
        return backend;
    }

    /** What pods take. */
    KubernetesOptions kubernetes() {
        return kubernetes == null ? new KubernetesOptions() : kubernetes;
    }

    /** What containers on this machine take. */
    DockerOptions docker() {
        return docker == null ? new DockerOptions() : docker;
    }

    /** What the workers' JVM is told. */
    List<String> jvmOptions() {
        return jvmOptions;
    }

    /** How many tasks run at once by default. */
    int defaultSimultaneousTasks() {
        return backend.defaultSimultaneousTasks();
    }
}
