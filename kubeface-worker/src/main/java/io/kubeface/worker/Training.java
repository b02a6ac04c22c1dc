package io.kubeface.worker;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.ApplicationClassPath;
import io.kubeface.core.code.CodeCache;
import io.kubeface.core.code.CodeStaging;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.core.task.WorkerExit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a sample task from end to end, so that a JVM that records what it loads has loaded what workers need. */
final class Training {

    private Training() {}

    /**
     * Trains with a local directory, and with a storage's own kind if it is given and can.
     *
     * @param storage URL of a storage, of which only the scheme counts; null for none
     */
    static void run(@Nullable String storage) throws Exception {
        Path directory = Files.createTempDirectory("kubeface-train-");
        try {
            Class.forName("io.kubeface.worker.StdinWatch"); // Started it would end the process when stdin is empty.
            StagedCode code;
            try (ObjectStore local =
                    ObjectStores.open(directory.resolve("storage").toString())) {
                code = CodeStaging.stage(
                        local, new CodeCache(directory.resolve("cache")), ApplicationClassPath.ofThisJvm());
                work(directory, local, code, 0, true);
            }
            Optional<ObjectStore> other = storage == null ? Optional.empty() : ObjectStores.openForTraining(storage);
            if (other.isPresent()) {
                try (ObjectStore remote = other.get()) {
                    work(directory, remote, code, 0, true);
                    work(directory, remote, code, 1, false);
                }
            }
        } finally {
            Files.walkFileTree(directory, new Removal());
        }
    }

    private static void work(Path directory, ObjectStore store, StagedCode code, int task, boolean toFile)
            throws Exception {
        WorkerOptions options = ArgumentParser.parse(prepare(directory, store, code, task, toFile));
        WorkerExit exit = new Worker(options, store).run();
        if (exit != WorkerExit.SUCCESS) {
            throw new IllegalStateException("The sample task ended with " + exit + "; what is printed above says why.");
        }
    }

    /**
     * Writes what a driver would, and returns the worker's arguments.
     *
     * @param toFile whether output goes to a file, as on this machine, or the worker keeps it, as in a pod
     */
    private static String[] prepare(Path directory, ObjectStore store, StagedCode code, int task, boolean toFile)
            throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "A log that is not empty.\n");
        JobId id = new JobId("training");
        TaskAddress address =
                new TaskAddress(store.url(), new ObjectName.Job(id.asKey(), id), TaskName.ofSequence(task), 1);
        TaskFunction<Integer, Integer> square = x -> x * x;
        TaskObjects objects = new TaskObjects(store, Codecs.named(List.of(), Training.class.getClassLoader()));
        JobManifest manifest = new JobManifest(
                id,
                "training",
                Runtime.version().feature(),
                code.classPath(),
                square.getClass().getName(),
                List.of(),
                Map.of());
        objects.writeJob(address.job(), manifest, serialised(square));
        objects.writeInputs(address.input(), List.of(7));
        List<String> arguments = new ArrayList<>(address.arguments());
        arguments.addAll(List.of("--code-cache", directory.resolve("cache").toString(), "--quiet"));
        if (toFile) {
            arguments.addAll(List.of("--log-file", log.toString()));
        }
        return arguments.toArray(new String[0]);
    }

    private static byte[] serialised(TaskFunction<?, ?> function) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(function);
        }
        return bytes.toByteArray();
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
