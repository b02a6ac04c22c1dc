package io.kubeface.reactor.backend;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pure: the command lines of workers. */
final class WorkerCommand {
    private static final int FIRST_WITH_UNSAFE_OPTION = 23;

    private final LocalProcessOptions options;
    private final String errorFile;
    private final Path trainingFiles;

    /**
     * @param errorFile where a JVM writes what it knows when it crashes
     * @param trainingFiles an existing directory for what a training run makes, which it does not remove when killed
     */
    WorkerCommand(LocalProcessOptions options, Path errorFile, Path trainingFiles) {
        this.options = options;
        this.errorFile = "-XX:ErrorFile=" + errorFile;
        this.trainingFiles = trainingFiles;
    }

    /** What matters to a class data archive: flags that are the same for all workers. */
    List<String> flags() {
        List<String> flags = new ArrayList<>(WorkerJvm.flags(options.jvmOptions()));
        if (options.java().feature() >= FIRST_WITH_UNSAFE_OPTION) {
            // Else protobuf's use of it makes the JVM print four lines of warning into the log of every task.
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        flags.addAll(options.jvmOptions());
        return flags;
    }

    /** The command that runs an attempt. */
    List<String> attempt(AttemptSpec spec, Path logFile, Optional<ClassDataArchive> archive) {
        List<String> command = new ArrayList<>();
        command.add(options.java().executable().toString());
        command.add(errorFile);
        archive.ifPresent(present -> command.addAll(present.useFlags()));
        command.addAll(flags());
        addMain(command, spec.code());
        command.addAll(spec.address().arguments());
        command.add("--log-file");
        command.add(logFile.toString());
        command.add("--watch-stdin");
        command.add("--code-cache");
        command.add(options.cacheDirectory().toString());
        if (spec.deleteInput()) {
            command.add("--delete-input");
        }
        if (options.verbose()) {
            command.add("--verbose");
        }
        return command;
    }

    /** The command that makes an archive for workers of a storage. */
    List<String> training(StagedCode code, String storage, List<String> archiveFlags) {
        List<String> command = new ArrayList<>();
        command.add(options.java().executable().toString());
        command.add(errorFile);
        command.addAll(archiveFlags);
        command.addAll(flags());
        command.add("-Djava.io.tmpdir=" + trainingFiles);
        addMain(command, code);
        command.add("--train");
        command.add("--storage");
        command.add(storage);
        return command;
    }

    /**
     * The class path of a worker's own process.
     *
     * @throws IllegalArgumentException when a jar of it is not on this machine
     */
    static String classPath(StagedCode code) {
        StringBuilder path = new StringBuilder();
        for (CodeEntry entry : code.worker()) {
            Path file = code.files().get(entry.sha256());
            if (file == null) {
                throw new IllegalArgumentException("The worker's jar " + entry.fileName() + " (SHA-256 "
                        + entry.sha256() + ") has no file on this machine.");
            }
            if (path.length() > 0) {
                path.append(File.pathSeparatorChar);
            }
            path.append(file);
        }
        return path.toString();
    }

    private void addMain(List<String> command, StagedCode code) {
        command.add("-cp");
        command.add(classPath(code));
        command.add(options.mainClass());
    }
}
