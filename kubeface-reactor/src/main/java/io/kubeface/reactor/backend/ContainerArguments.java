package io.kubeface.reactor.backend;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pure: what {@code docker create} and {@code docker start} are told. A container sees the code that the driver has staged, to read, and, where the
 * storage is a directory, that one, under its own name; of the rest of this machine nothing.
 *
 * @param user the driver's, where it is known
 * @param variables a file with the environment, so that no process list shows it
 */
record ContainerArguments(DockerOptions options, Optional<String> user, Path variables) {
    private static final String INSTALLED = "/kubeface";
    private static final String CODE = INSTALLED + "/code/sha256";
    private static final String CREDENTIALS = INSTALLED + "/credentials.json";
    private static final String HOME = "/tmp";

    /** The lines of the file with the environment. */
    static List<String> variables(DockerOptions options) {
        List<String> lines = new ArrayList<>();
        lines.add("HOME=" + HOME);
        options.credentials().ifPresent(file -> lines.add("GOOGLE_APPLICATION_CREDENTIALS=" + CREDENTIALS));
        options.environment().forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    /** What starts a container, is attached to it, and ends with its exit code. */
    static List<String> start(String name) {
        return List.of("start", "--attach", "--interactive", name);
    }

    /** For the container of an attempt. */
    List<String> of(String name, Map<String, String> labels, AttemptSpec spec) {
        List<String> words = new ArrayList<>();
        words.add("create");
        words.add("--name=" + name);
        labels.forEach((label, value) -> words.add("--label=" + label + "=" + value));
        // Its standard input is how it sees that the driver has died.
        words.add("--interactive");
        // Whoever is attached gets what it prints; the daemon would keep it a second time.
        words.add("--log-driver=none");
        words.add("--pull=never");
        words.add("--cap-drop=ALL");
        words.add("--security-opt=no-new-privileges");
        options.user().or(() -> user).ifPresent(who -> words.add("--user=" + who));
        options.memory().ifPresent(limit -> words.addAll(List.of("--memory=" + limit, "--memory-swap=" + limit)));
        options.cpus().ifPresent(limit -> words.add("--cpus=" + limit));
        options.network().ifPresent(network -> words.add("--network=" + network));
        words.add("--env-file=" + variables);
        words.add(mount(codeDirectory(spec.code()), CODE) + ",readonly");
        options.credentials().ifPresent(file -> words.add(mount(file, CREDENTIALS) + ",readonly"));
        storageDirectory(spec).ifPresent(directory -> words.add(mount(directory, directory.toString())));
        words.add("--entrypoint=" + options.javaExecutable());
        words.addAll(options.containerOptions());
        words.add(options.image());
        words.addAll(ContainerJvm.flags(HOME, options.memory().isPresent(), options.jvmOptions()));
        addWorker(words, spec);
        return words;
    }

    private void addWorker(List<String> words, AttemptSpec spec) {
        words.add("-cp");
        words.add(String.join(
                ":",
                spec.code().worker().stream()
                        .map(jar -> CODE + "/" + jar.sha256() + ".jar")
                        .toList()));
        words.add(LocalProcessBackendBuilder.WORKER_MAIN);
        words.addAll(spec.address().arguments());
        words.add("--watch-stdin");
        words.add("--installed");
        words.add(INSTALLED);
        words.add("--code-cache");
        words.add(HOME + "/kubeface-code");
        if (spec.deleteInput()) {
            words.add("--delete-input");
        }
        if (options.verbose()) {
            words.add("--verbose");
        }
    }

    /** Of a value that is comma-separated, where quotes keep a comma from parting it. */
    private static String mount(Path source, String target) {
        return "--mount=type=bind," + quoted("source=" + source) + "," + quoted("target=" + target);
    }

    private static String quoted(String field) {
        return "\"" + field.replace("\"", "\"\"") + "\"";
    }

    /** Where all jars of staged code lie, each under its digest. */
    private static Path codeDirectory(StagedCode code) {
        CodeEntry first = code.worker().get(0);
        Path file = code.files().get(first.sha256());
        Path directory = file == null ? null : file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException("The worker's jar " + first.fileName() + " (SHA-256 " + first.sha256()
                    + ") has no file on this machine.");
        }
        return directory;
    }

    private static Optional<Path> storageDirectory(AttemptSpec spec) {
        String url = spec.address().storage();
        return url.startsWith("file:") ? Optional.of(Path.of(URI.create(url))) : Optional.empty();
    }
}
