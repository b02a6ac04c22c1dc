package io.kubeface.benchmarks;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.text.ShellText;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.backend.AttemptSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * A job's objects as a driver writes them, kept, and how a worker is started for each task: to run the workers without a
 * driver.
 *
 * @param directory with the storage root in {@code storage} and the command lines in {@code commands}
 * @param commandLines one for each task, for {@code sh}
 * @param inputs the input object of each task
 * @param worker how workers are started
 */
record PreparedRun(Path directory, List<String> commandLines, List<Path> inputs, WorkerCommandLine worker) {
    private static final int PAGE = 10_000;

    /** Writes a job into a directory. A worker's standard input must be open while it runs, or it ends. */
    static PreparedRun prepare(RunOptions options, Path directory) throws IOException {
        WorkerCommandLine worker = WorkerCommandLine.learn(options.workerJvmOptions());
        Path root = Files.createDirectories(directory).toAbsolutePath().resolve("storage");
        List<String> lines = new ArrayList<>();
        List<Path> inputs = new ArrayList<>();
        try (ObjectStore kept = ObjectStores.open(root.toString())) {
            for (AttemptSpec spec : specs(options, kept)) {
                TaskAddress address = spec.address();
                Path log = directory.toAbsolutePath().resolve("log-" + address.task());
                TaskAddress moved = new TaskAddress(kept.url(), address.job(), address.task(), address.attempt());
                lines.add(ShellText.line(worker.forAttempt(moved, log)) + " >" + ShellText.quoted(log.toString())
                        + " 2>&1");
                inputs.add(root.resolve(address.input().path()));
            }
        }
        Files.write(directory.resolve("commands"), lines);
        return new PreparedRun(directory, lines, inputs, worker);
    }

    /** Removes results, so that the workers can run again. */
    void reset() throws IOException {
        Directories.delete(directory.resolve("storage").resolve("results"));
        Directories.delete(directory.resolve("storage").resolve("logs"));
    }

    /** The client removes what it wrote when it is closed; so it is copied first. */
    private static List<AttemptSpec> specs(RunOptions options, ObjectStore kept) throws IOException {
        HoldingBackend backend = new HoldingBackend(options.tasks());
        try (Directories.Temporary storage = Directories.Temporary.create();
                Kubeface kubeface = Kubeface.builder()
                        .storage(storage.path())
                        .backend(environment -> backend)
                        .maxSimultaneousTasks(options.tasks())
                        .build()) {
            Disposable job = WholeRun.results(kubeface, options).subscribe();
            List<AttemptSpec> specs = backend.await();
            try (ObjectStore written = ObjectStores.open(storage.path().toString())) {
                copy(written, kept);
            }
            job.dispose();
            return specs;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while inputs were prepared.");
        }
    }

    private static void copy(ObjectStore from, ObjectStore to) throws IOException {
        @Nullable String after = null;
        ObjectPage page;
        do {
            page = from.list("", after, PAGE);
            for (ObjectInfo info : page.objects()) {
                try (StoredObject object = from.get(info.name())) {
                    to.put(
                            info.name(),
                            PutMode.CREATE,
                            info.contentType(),
                            out -> object.body().transferTo(out));
                }
                after = info.name();
            }
        } while (!page.last());
    }
}
