package io.kubeface.reactor.backend;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A backend whose workers are {@link StandInWorker}s, and what it needs. */
final class StandIn implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofMinutes(5);

    private static final JobId JOB = new JobId("job");

    final Path directory;
    final ObjectStore store;
    final Scheduler blocking = Schedulers.newBoundedElastic(8, 1000, "test-blocking");
    final LocalProcessBackend backend;
    private final StagedCode code;

    StandIn(Path directory) throws IOException {
        this(directory, builder());
    }

    StandIn(Path directory, LocalProcessBackendBuilder builder) throws IOException {
        this.directory = directory;
        this.store = new LocalDirectoryObjectStore(Files.createDirectories(directory.resolve("store")));
        this.code = code(directory);
        this.backend = builder.mainClass(StandInWorker.class.getName())
                .cacheDirectory(directory.resolve("cache"))
                .create(new Backend.Environment(store, blocking));
    }

    static LocalProcessBackendBuilder builder() {
        return LocalProcessBackend.builder().archive(LocalProcessBackend.ArchiveMode.OFF);
    }

    /** What {@link StandInWorker} is told by the name of its task. */
    AttemptSpec spec(String task) {
        TaskAddress address = new TaskAddress(store.url(), new ObjectName.Job(JOB.asKey(), JOB), new TaskName(task), 1);
        JobManifest manifest = new JobManifest(JOB, "test", 17, List.of(), "Test", List.of(), Map.of());
        return new AttemptSpec(address, manifest, code, false);
    }

    Attempt launch(String task) {
        return backend.launch(spec(task)).block(DEADLINE);
    }

    Exit run(String task) {
        return exit(launch(task));
    }

    static Exit exit(Attempt attempt) {
        return ((AttemptEvent.Ended) attempt.events().blockLast(DEADLINE)).exit();
    }

    static long pid(Attempt attempt) {
        AttemptEvent.Started started = (AttemptEvent.Started) attempt.events().blockFirst(DEADLINE);
        return Long.parseLong(started.place().worker().replace("process ", ""));
    }

    /** What an attempt's log object says. */
    String log(String task) throws IOException {
        try (InputStream in = store.get(spec(task).address().log().path()).body()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Path archives() {
        return directory.resolve("cache").resolve("cds");
    }

    @Override
    public void close() {
        backend.close().block(DEADLINE);
        blocking.dispose();
    }

    private static StagedCode code(Path directory) throws IOException {
        Path jar = directory.resolve("worker.jar");
        if (!Files.exists(jar)) {
            writeJar(jar);
        }
        CodeEntry entry = new CodeEntry("0".repeat(64), "worker.jar", Files.size(jar));
        return new StagedCode(List.of(), List.of(entry), Map.of(entry.sha256(), jar));
    }

    private static void writeJar(Path jar) throws IOException {
        String name = StandInWorker.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                InputStream in = StandInWorker.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
    }
}
