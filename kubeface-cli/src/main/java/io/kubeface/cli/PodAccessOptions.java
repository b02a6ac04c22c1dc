package io.kubeface.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where pods are, for commands that look at them beside the storage. */
final class PodAccessOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "local-process",
            converter = BackendName.Converter.class,
            description = "With kubernetes pods are looked at too.")
    private BackendName backend = BackendName.LOCAL_PROCESS;

    @Option(
            names = "--kubernetes-namespace",
            paramLabel = "NAME",
            description = "Where the pods are. Default: that of the context.")
    private @Nullable String namespace;

    @Option(
            names = "--kubernetes-context",
            paramLabel = "NAME",
            description = "Use this context of the kubeconfig. Default: the current one.")
    private @Nullable String context;

    /** Opens what looks at pods. */
    interface Opener<T> {
        /**
         * Opens it.
         *
         * @throws IllegalArgumentException when no cluster is configured, or there is no such context
         */
        T open(Optional<Path> kubeconfig, Optional<String> context, Optional<String> namespace);
    }

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when a value has no use
     */
    void check() {
        refuseWithoutPods("--kubernetes-namespace", namespace != null);
        refuseWithoutPods("--kubernetes-context", context != null);
    }

    /**
     * Looks at an option that is of use with pods alone.
     *
     * @throws IllegalArgumentException when it is given and no pods are looked at
     */
    void refuseWithoutPods(String option, boolean given) {
        if (given && !wanted()) {
            throw new IllegalArgumentException(option + " has no use with --backend " + backend + "; add --backend "
                    + BackendName.KUBERNETES + ", or leave it out");
        }
    }

    /** What was named. */
    BackendName backend() {
        return backend;
    }

    /** Whether pods are looked at. */
    boolean wanted() {
        return backend == BackendName.KUBERNETES;
    }

    /**
     * Opens what looks at them.
     *
     * @throws IllegalArgumentException when no cluster is configured, or there is no such context
     */
    <T> T open(Opener<T> opener) {
        return opener.open(Optional.empty(), Optional.ofNullable(context), Optional.ofNullable(namespace));
    }
}
