package io.kubeface.cli;

import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.InProcessBackend;
import io.kubeface.reactor.backend.LocalProcessBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The backends by the names that {@code --backend} takes. */
enum BackendName {
    LOCAL_PROCESS("local-process") {
        @Override
        Backend.Factory factory(BackendOptions options, boolean verbose) {
            return LocalProcessBackend.builder()
                    .jvmOptions(options.jvmOptions().toArray(String[]::new))
                    .verbose(verbose);
        }
    },
    LOCAL_PROCESS_DOCKER("local-process-docker") {
        @Override
        Backend.Factory factory(BackendOptions options, boolean verbose) {
            return options.docker().factory(options.kubernetes(), options.jvmOptions(), verbose);
        }

        @Override
        boolean takes(String option) {
            return super.takes(option) || option.startsWith(DOCKER) || OF_CONTAINERS.contains(option);
        }
    },
    IN_PROCESS("in-process") {
        @Override
        Backend.Factory factory(BackendOptions options, boolean verbose) {
            if (!options.jvmOptions().isEmpty()) {
                throw new IllegalArgumentException("--jvm-option "
                        + options.jvmOptions().get(0)
                        + ": the in-process backend starts no JVM; leave it out, or use --backend local-process");
            }
            return InProcessBackend.builder();
        }

        @Override
        boolean takes(String option) {
            return super.takes(option) && !option.equals("--jvm-option");
        }
    },
    KUBERNETES("kubernetes") {
        @Override
        Backend.Factory factory(BackendOptions options, boolean verbose) {
            return options.kubernetes().factory(options.jvmOptions(), verbose);
        }

        @Override
        boolean takes(String option) {
            return !option.startsWith(DOCKER);
        }

        /** This machine's processors say nothing of a cluster's. */
        @Override
        int defaultSimultaneousTasks() {
            return 10;
        }
    };

    private static final String DOCKER = "--local-process-docker-";

    /** What is said of images to pods and to containers alike. */
    private static final List<String> OF_CONTAINERS = List.of("--worker-image", "--worker-env", "--worker-path-prefix");

    private final String shown;

    BackendName(String shown) {
        this.shown = shown;
    }

    /** Whether an option, by its name, is of use with this backend. */
    boolean takes(String option) {
        return !option.startsWith("--kubernetes-") && !option.startsWith("--worker-") && !option.startsWith(DOCKER);
    }

    /** The backend of a name; empty if there is none. */
    static Optional<BackendName> named(String name) {
        return Arrays.stream(values()).filter(each -> each.shown.equals(name)).findAny();
    }

    /**
     * Makes the backend's factory.
     *
     * @throws IllegalArgumentException when the backend has no use for an option
     */
    abstract Backend.Factory factory(BackendOptions options, boolean verbose);

    /** How many tasks run at once by default. */
    int defaultSimultaneousTasks() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public String toString() {
        return shown;
    }

    /** Knows the names alone, and not those of the constants. */
    static final class Converter implements CommandLine.ITypeConverter<BackendName> {
        @Override
        public BackendName convert(String value) {
            return NamedValues.find(value, values(), BackendName::toString);
        }
    }
}
