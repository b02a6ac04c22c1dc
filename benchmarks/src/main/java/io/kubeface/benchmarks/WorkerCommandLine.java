package io.kubeface.benchmarks;

import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * How the local-process backend starts a worker, word for word: a task told it of its own process.
 *
 * @param words the command and its arguments
 */
record WorkerCommandLine(List<String> words) {
    private static final List<String> ABOUT_ARCHIVES =
            List.of("-XX:SharedArchiveFile=", "-Xshare:", "-XX:AOTCache=", "-XX:AOTMode=", "-Xlog:");
    private static final String ERROR_FILE = "-XX:ErrorFile=";

    /** Runs one task to learn it; so the class data archive that is named in it is there. */
    static WorkerCommandLine learn(List<String> workerJvmOptions) throws IOException {
        try (Directories.Temporary storage = Directories.Temporary.create();
                Kubeface kubeface = Clients.builder(Clients.LOCAL_PROCESS, storage.path(), 1, workerJvmOptions)
                        .build()) {
            String line = kubeface.<Integer, String>map(
                            ignored -> Files.readString(Path.of("/proc/self/cmdline")), Mono.just(0))
                    .single()
                    .map(Result::get)
                    .blockOptional()
                    .orElseThrow();
            return new WorkerCommandLine(List.of(line.split("\0", -1)));
        }
    }

    WorkerCommandLine {
        List<String> copy = new ArrayList<>(words);
        copy.removeIf(String::isEmpty);
        words = List.copyOf(copy);
    }

    /** The same command for another attempt. */
    List<String> forAttempt(TaskAddress address, Path logFile) {
        List<String> arguments = address.arguments();
        Map<String, String> changed = new HashMap<>(Map.of("--log-file", logFile.toString()));
        for (int i = 0; i < arguments.size(); i += 2) {
            changed.put(arguments.get(i), arguments.get(i + 1));
        }
        List<String> command = new ArrayList<>(words);
        for (int i = 0; i + 1 < command.size(); i++) {
            String value = changed.get(command.get(i));
            if (value != null) {
                command.set(i + 1, value);
            }
        }
        return command;
    }

    /** The JVM and its flags, but for what says where archives are and where errors go. */
    List<String> jvm() {
        List<String> jvm = new ArrayList<>(words.subList(0, words.indexOf("-cp")));
        jvm.removeIf(
                word -> word.startsWith(ERROR_FILE) || ABOUT_ARCHIVES.stream().anyMatch(word::startsWith));
        return jvm;
    }

    /** The flags that have a JVM use an archive; empty when the worker used none. */
    List<String> archiveFlags(Path archive) {
        List<String> flags = new ArrayList<>();
        for (String word : words.subList(0, words.indexOf("-cp"))) {
            if (word.startsWith("-XX:SharedArchiveFile=") || word.startsWith("-XX:AOTCache=")) {
                flags.add(word.substring(0, word.indexOf('=') + 1) + archive);
            } else if (ABOUT_ARCHIVES.stream().anyMatch(word::startsWith)) {
                flags.add(word);
            }
        }
        return flags;
    }

    /** The flag that has a JVM write an archive of the same kind. */
    String makeArchiveFlag(Path archive) {
        boolean aot = words.stream().anyMatch(word -> word.startsWith("-XX:AOTCache="));
        return (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
    }
}
