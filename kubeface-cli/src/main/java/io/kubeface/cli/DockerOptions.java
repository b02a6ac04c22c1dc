package io.kubeface.cli;

import io.kubeface.reactor.backend.DockerBackend;
import io.kubeface.reactor.backend.DockerBackend.PullPolicy;
import io.kubeface.reactor.backend.DockerBackendBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What {@code --backend local-process-docker} takes; its own values are checked by the backend. */
final class DockerOptions {
    static final String COMMAND = "--local-process-docker-command";

    @Option(
            names = COMMAND,
            paramLabel = "COMMAND",
            description = "What docker is called here, such as podman or 'sudo docker'. Default: docker.")
    private @Nullable String command;

    @Option(
            names = "--local-process-docker-pull",
            paramLabel = "POLICY",
            converter = PullConverter.class,
            description = "When the image is pulled: missing (when it is not here), always, never. Default: missing.")
    private @Nullable PullPolicy pull;

    @Option(
            names = "--local-process-docker-user",
            paramLabel = "USER",
            description = "Who workers are, such as 1000:1000. Default: who runs this command.")
    private @Nullable String user;

    @Option(
            names = "--local-process-docker-memory",
            paramLabel = "SIZE",
            description = "The most memory that each task gets, such as 512m or 2g. Default: no limit.")
    private @Nullable String memory;

    @Option(
            names = "--local-process-docker-cpus",
            paramLabel = "N",
            description = "The most processors that each task gets, such as 1.5. Default: no limit.")
    private @Nullable String cpus;

    @Option(
            names = "--local-process-docker-network",
            paramLabel = "NAME",
            description = "The network of the containers, such as host or none. Default: docker's.")
    private @Nullable String network;

    @Option(
            names = "--local-process-docker-option",
            paramLabel = "OPTION",
            description = "A further option of docker create, such as"
                    + " --local-process-docker-option=--gpus=all. May be repeated.")
    private List<String> more = new ArrayList<>();

    /** The names of the options that were given. */
    List<String> given() {
        return all().names();
    }

    private GivenOptions<DockerBackendBuilder> all() {
        GivenOptions<DockerBackendBuilder> all = new GivenOptions<>();
        all.one(COMMAND, command, DockerBackendBuilder::command);
        all.one("--local-process-docker-pull", pull, DockerBackendBuilder::pull);
        all.one("--local-process-docker-user", user, DockerBackendBuilder::user);
        all.one("--local-process-docker-memory", memory, DockerBackendBuilder::memory);
        all.one("--local-process-docker-cpus", cpus, DockerBackendBuilder::cpus);
        all.one("--local-process-docker-network", network, DockerBackendBuilder::network);
        more.forEach(
                option -> all.one("--local-process-docker-option", option, DockerBackendBuilder::containerOptions));
        return all;
    }

    /**
     * Makes the backend's factory.
     *
     * @param pods of which what is said of images holds here too
     * @throws IllegalArgumentException when an option is missing
     */
    DockerBackendBuilder factory(KubernetesOptions pods, List<String> jvmOptions, boolean verbose) {
        String image = pods.image();
        if (image == null) {
            throw new IllegalArgumentException(
                    "--backend local-process-docker needs --worker-image: name an image with a Java 17 or newer,"
                            + " such as eclipse-temurin:21-jre");
        }
        DockerBackendBuilder builder = DockerBackend.builder()
                .image(image)
                .environment(pods.environment())
                .jvmOptions(jvmOptions.toArray(String[]::new))
                .verbose(verbose);
        pods.javaExecutable().ifPresent(builder::javaExecutable);
        all().applyTo(builder);
        return builder;
    }

    /** The policies as docker writes them: {@code missing}. */
    static final class PullConverter implements CommandLine.ITypeConverter<PullPolicy> {
        @Override
        public PullPolicy convert(String value) {
            return NamedValues.find(
                    value, PullPolicy.values(), policy -> policy.name().toLowerCase(Locale.ROOT));
        }
    }
}
