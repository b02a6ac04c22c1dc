package io.kubeface.reactor.backend;

import io.kubeface.core.lifecycle.DriverProcess;
import io.kubeface.core.text.ShellText;
import io.kubeface.reactor.backend.DockerBackend.PullPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Options of a {@link DockerBackend}; only the image has no default. Not safe for use by several threads. */
public final class DockerBackendBuilder implements Backend.Factory {
    private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]*[bkmgBKMG]?");
    private static final Pattern CPUS = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
    private static final String CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS";

    @Nullable
    private String image;

    private String command = "docker";
    private PullPolicy pull = PullPolicy.MISSING;

    @Nullable
    private String user;

    @Nullable
    private String memory;

    @Nullable
    private String cpus;

    @Nullable
    private String network;

    private final List<String> containerOptions = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private List<String> jvmOptions = List.of();
    private String javaExecutable = "java";
    private boolean verbose;

    DockerBackendBuilder() {}

    /** The image of the containers; any with a Java 17 runtime or newer will do. Required. */
    public DockerBackendBuilder image(String name) {
        this.image = name;
        return this;
    }

    /**
     * The command that is docker, such as {@code podman} or {@code sudo docker}; {@code docker} by default. It is split at
     * blanks, but for those within quotes, and no shell sees it.
     */
    public DockerBackendBuilder command(String line) {
        this.command = line;
        return this;
    }

    /** When the image is pulled; by default when this machine does not have it. */
    public DockerBackendBuilder pull(PullPolicy policy) {
        this.pull = policy;
        return this;
    }

    /**
     * Who the workers are, as {@code docker create --user} takes it; by default the driver's own user and group, so that both
     * may use the same storage directory.
     */
    public DockerBackendBuilder user(String name) {
        this.user = name;
        return this;
    }

    /** The most memory that a container gets, such as {@code 512m} or {@code 2g}, swap included; by default no limit. */
    public DockerBackendBuilder memory(String limit) {
        this.memory = limit;
        return this;
    }

    /** The most processors that a container gets, such as {@code 1.5}; by default no limit. */
    public DockerBackendBuilder cpus(String limit) {
        this.cpus = limit;
        return this;
    }

    /** The network of the containers, such as {@code host} or {@code none}; by default docker's. */
    public DockerBackendBuilder network(String name) {
        this.network = name;
        return this;
    }

    /**
     * Further options of {@code docker create}, each a word of its own, such as {@code --gpus=all}. They come after this
     * backend's own. Adds to earlier calls.
     */
    public DockerBackendBuilder containerOptions(String... options) {
        this.containerOptions.addAll(List.of(options));
        return this;
    }

    /** Environment variables of the workers, which have nothing else of the driver's. Adds to earlier calls. */
    public DockerBackendBuilder environment(Map<String, String> variables) {
        this.environment.putAll(variables);
        return this;
    }

    /** Options for the workers' JVM, such as {@code -Xss4m}; none by default. */
    public DockerBackendBuilder jvmOptions(String... options) {
        this.jvmOptions = List.of(options);
        return this;
    }

    /** The {@code java} of the image; by default the one on its path. */
    public DockerBackendBuilder javaExecutable(String path) {
        this.javaExecutable = path;
        return this;
    }

    /** Whether workers log what they do; by default not. */
    public DockerBackendBuilder verbose(boolean on) {
        this.verbose = on;
        return this;
    }

    @Override
    public DockerBackend create(Backend.Environment client) {
        WorkerOptionChecks.storage(client.store().url(), "containers");
        return new DockerBackend(options(System.getenv()), client);
    }

    @Override
    public Optional<String> preview(AttemptSpec spec) {
        WorkerOptionChecks.storage(spec.address().storage(), "containers");
        DockerOptions checked = options(System.getenv());
        ContainerArguments arguments =
                new ContainerArguments(checked, Optional.of("<user>:<group>"), Path.of("<file of the environment>"));
        String name = "kubeface-<client>-1";
        Map<String, String> labels = ContainerLabels.of("<client>", DriverProcess.own(), spec.address());
        return Optional.of(Stream.of(arguments.of(name, labels, spec), ContainerArguments.start(name))
                .map(words -> ShellText.line(Stream.concat(checked.command().stream(), words.stream())
                        .toList()))
                .collect(Collectors.joining("\n", "", "\n")));
    }

    DockerOptions options(Map<String, String> drivers) {
        if (image == null || image.isBlank() || image.startsWith("-")) {
            throw new IllegalArgumentException(
                    "image: " + (image == null ? "none is given" : "\"" + image + "\" is none")
                            + "; name one with a Java 17 runtime or newer, such as eclipse-temurin:21-jre.");
        }
        containerOptions.forEach(option -> WorkerOptionChecks.option("containerOptions", option, "--gpus=all"));
        jvmOptions.forEach(option -> WorkerOptionChecks.option("jvmOptions", option, "-Xss4m"));
        return new DockerOptions(
                CommandWords.of("command", command),
                image,
                pull,
                word("user", user, "1000:1000"),
                matching("memory", memory, MEMORY, "512m or 2g"),
                matching("cpus", cpus, CPUS, "2 or 0.5"),
                word("network", network, "host"),
                List.copyOf(containerOptions),
                variables(drivers),
                credentials(drivers),
                jvmOptions,
                word("javaExecutable", javaExecutable, "/opt/java/bin/java").orElseThrow(),
                verbose);
    }

    private Map<String, String> variables(Map<String, String> drivers) {
        Map<String, String> all = new TreeMap<>(StorageVariables.of(drivers));
        environment.forEach((name, value) -> {
            WorkerOptionChecks.variable(name, value);
            if (name.startsWith("#") || name.chars().anyMatch(Character::isWhitespace) || hasLineBreak(value)) {
                throw new IllegalArgumentException("environment: \"" + name
                        + "\" cannot be a variable of a container; its name has no blanks and does not begin with #, and its"
                        + " value is one line.");
            }
            all.put(name, value);
        });
        return all;
    }

    private static boolean hasLineBreak(String value) {
        return value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
    }

    /** Those of the driver, unless the workers were given some. */
    private Optional<Path> credentials(Map<String, String> drivers) {
        String file = drivers.get(CREDENTIALS);
        return file == null || file.isEmpty() || environment.containsKey(CREDENTIALS)
                ? Optional.empty()
                : Optional.of(Path.of(file).toAbsolutePath()).filter(Files::isRegularFile);
    }

    private static Optional<String> word(String option, @Nullable String value, String example) {
        if (value != null && (value.isBlank() || value.startsWith("-"))) {
            throw new IllegalArgumentException(option + ": \"" + value + "\" is none; use one like " + example + ".");
        }
        return Optional.ofNullable(value);
    }

    private static Optional<String> matching(String option, @Nullable String value, Pattern form, String examples) {
        if (value != null && (!form.matcher(value).matches() || value.matches("[0.]+"))) {
            throw new IllegalArgumentException(
                    option + ": \"" + value + "\" is no limit that docker knows; use one like " + examples + ".");
        }
        return Optional.ofNullable(value);
    }
}
