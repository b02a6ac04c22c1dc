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

    /**
     * Makes the backend's factory.
     *
     * @throws IllegalArgumentException when the backend has no use for an option that was given, or lacks one
     */
    Backend.Factory factory(boolean verbose) {
        KubernetesOptions pods = kubernetes == null ? new KubernetesOptions() : kubernetes;
        if (backend != BackendName.KUBERNETES && !pods.given().isEmpty()) {
            throw new IllegalArgumentException(pods.given().get(0) + " has no use with --backend " + backend
                    + "; leave it out, or use --backend " + BackendName.KUBERNETES);
        }
        return backend.factory(pods, jvmOptions, verbose);
    }

    /** How many tasks run at once by default. */
    int defaultSimultaneousTasks() {
        return backend.defaultSimultaneousTasks();
    }
}
