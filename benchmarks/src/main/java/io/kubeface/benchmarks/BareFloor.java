package io.kubeface.benchmarks;

import com.google.protobuf.MessageLite;
import io.kubeface.benchmarks.wire.Reading;
import io.kubeface.core.text.ShellText;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@link BareProtobuf} as a command, with a worker's JVM flags and a class data archive of its own. */
final class BareFloor {
    private final Path directory;
    private final WorkerCommandLine worker;

    private BareFloor(Path directory, WorkerCommandLine worker) {
        this.directory = directory;
        this.worker = worker;
    }

    /** Writes its input, and makes its archive by running it once. */
    static BareFloor prepare(Path directory, WorkerCommandLine worker) throws IOException, InterruptedException {
        BareFloor floor = new BareFloor(Files.createDirectories(directory), worker);
        try (OutputStream out = Files.newOutputStream(directory.resolve("in"))) {
            Reading.newBuilder()
                    .setSensor("roof-17")
                    .setTakenEpochNanos(1)
                    .addValues(1)
                    .putLabels("site", "north")
                    .build()
                    .writeTo(out);
        }
        Shell.run(List.of(floor.command(List.of(worker.makeArchiveFlag(floor.archive())))), 1, directory);
        if (!Files.exists(floor.archive())) {
            throw new IOException("The JVM wrote no class data archive " + floor.archive() + ".");
        }
        return floor;
    }

    /** As many lines for {@code sh}. */
    List<String> commandLines(int count) {
        return Collections.nCopies(count, command(worker.archiveFlags(archive())));
    }

    private Path archive() {
        return directory.resolve("bare.archive");
    }

    private String command(List<String> archiveFlags) {
        List<String> words = new ArrayList<>(worker.jvm());
        words.addAll(archiveFlags);
        words.addAll(List.of(
                "-cp",
                ClassPaths.of(MessageLite.class) + File.pathSeparator + ClassPaths.of(BareProtobuf.class),
                BareProtobuf.class.getName(),
                directory.resolve("in").toString(),
                directory.resolve("out").toString()));
        return ShellText.line(words);
    }
}
