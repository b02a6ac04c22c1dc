package io.kubeface.reactor.backend;

import io.kubeface.core.code.CodeCache;
import io.kubeface.core.text.ShellText;
import io.kubeface.reactor.backend.LocalProcessBackend.ArchiveMode;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link LocalProcessBackend}, each with a default. Not safe for use by several threads.
 *
 * <p>Serialisable, for clients that functions capture: directories are those of the machine that the task runs on.
 */
public final class LocalProcessBackendBuilder implements Backend.Factory, Serializable {
    static final String WORKER_MAIN = "io.kubeface.worker.WorkerMain";

    private @Nullable Path javaHome;
    private List<String> jvmOptions = List.of();
    private final Map<String, String> environment = new HashMap<>();

    @Nullable
    private Path workingDirectory;

    @Nullable
    private Path cacheDirectory;

    private boolean verbose;
    private ArchiveMode archive = ArchiveMode.BACKGROUND;
    private String mainClass = WORKER_MAIN;

    LocalProcessBackendBuilder() {}

    /** The Java that workers run on, 17 or newer; by default the driver's. */
    public LocalProcessBackendBuilder javaHome(Path directory) {
        this.javaHome = directory;
        return this;
    }

    /**
     * Options for the workers' JVM, such as {@code -Xmx2g}; none by default. They beat this backend's own, which are the
     * serial collector, the first compiler only, no performance data and no core dumps.
     */
    public LocalProcessBackendBuilder jvmOptions(String... options) {
        this.jvmOptions = List.of(options);
        return this;
    }

    /** Environment variables that workers have beside the driver's, or instead of one of these. Adds to earlier calls. */
    public LocalProcessBackendBuilder environment(Map<String, String> variables) {
        this.environment.putAll(variables);
        return this;
    }

    /** Where workers run; by default where the driver does. */
    public LocalProcessBackendBuilder workingDirectory(Path directory) {
        this.workingDirectory = directory;
        return this;
    }

    /** Whether workers log what they do; by default not. */
    public LocalProcessBackendBuilder verbose(boolean on) {
        this.verbose = on;
        return this;
    }

    /**
     * Where workers find staged code and class data archives: a directory that only its owner may use, made when it is
     * not there; by default the user's code cache.
     */
    public LocalProcessBackendBuilder cacheDirectory(Path directory) {
        this.cacheDirectory = directory;
        return this;
    }

    /** How workers come to a class data archive; by default in the background. */
    public LocalProcessBackendBuilder archive(ArchiveMode mode) {
        this.archive = mode;
        return this;
    }

    /** For tests that need no real worker. */
    LocalProcessBackendBuilder mainClass(String name) {
        this.mainClass = name;
        return this;
    }

    @Override
    public LocalProcessBackend create(Backend.Environment client) {
        WorkerOptionChecks.storage(client.store().url(), "worker processes");
        return new LocalProcessBackend(options(cacheDirectory()), client);
    }

    @Override
    public Optional<String> preview(AttemptSpec spec) {
        WorkerOptionChecks.storage(spec.address().storage(), "worker processes");
        Path scratch = Path.of("<scratch directory>");
        Path cache = cacheDirectory == null ? Path.of("<code cache>") : cacheDirectory;
        WorkerCommand commands = new WorkerCommand(options(cache), scratch.resolve("hs_err-%p.log"), scratch);
        List<String> words = commands.attempt(spec, scratch.resolve("attempt-1.log"), Optional.empty());
        return Optional.of(ShellText.line(words) + "\n");
    }

    private LocalProcessOptions options(Path cache) {
        jvmOptions.forEach(option -> WorkerOptionChecks.option("jvmOptions", option, "-Xmx2g"));
        environment.forEach(WorkerOptionChecks::variable);
        if (workingDirectory != null && !Files.isDirectory(workingDirectory)) {
            throw new IllegalArgumentException("workingDirectory: " + workingDirectory
                    + " is no directory; make it, or leave the option out to use the driver's.");
        }
        return new LocalProcessOptions(
                JavaInstallation.at(javaHome == null ? JavaInstallation.own() : javaHome),
                jvmOptions,
                Map.copyOf(environment),
                Optional.ofNullable(workingDirectory),
                verbose,
                cache,
                archive,
                mainClass);
    }

    @Serial
    private Object writeReplace() {
        return new Written(
                text(javaHome),
                jvmOptions,
                new TreeMap<>(environment), // Map.of orders its entries anew in each JVM, and reuse keys would differ.
                text(workingDirectory),
                text(cacheDirectory),
                verbose,
                archive,
                mainClass);
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    /** What is written in its place: paths are not serialisable. */
    private record Written(
            @Nullable String javaHome,
            List<String> jvmOptions,
            Map<String, String> environment,
            @Nullable String workingDirectory,
            @Nullable String cacheDirectory,
            boolean verbose,
            ArchiveMode archive,
            String mainClass)
            implements Serializable {
        @Serial
        private Object readResolve() {
            LocalProcessBackendBuilder builder = new LocalProcessBackendBuilder();
            builder.javaHome = path(javaHome);
            builder.jvmOptions = jvmOptions;
            builder.environment.putAll(environment);
            builder.workingDirectory = path(workingDirectory);
            builder.cacheDirectory = path(cacheDirectory);
            builder.verbose = verbose;
            builder.archive = archive;
            builder.mainClass = mainClass;
            return builder;
        }

        private static @Nullable Path path(@Nullable String text) {
            return text == null ? null : Path.of(text);
        }
    }

    private Path cacheDirectory() {
        try {
            CodeCache cache =
                    cacheDirectory == null ? CodeCache.ofUser() : new CodeCache(cacheDirectory.toAbsolutePath());
            return cache.directory();
        } catch (IOException e) {
            throw new IllegalArgumentException("cacheDirectory: " + e.getMessage(), e);
        }
    }
}
