package io.kubeface.systemtests;

import io.kubeface.core.code.CodeCache;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.testkit.backend.BackendContract;
import io.kubeface.testkit.backend.RealTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** With real containers. */
@EnabledIfEnvironmentVariable(named = Docker.COMMAND, matches = ".+", disabledReason = Docker.SKIPPED)
class DockerBackendContractIT implements BackendContract {

    /** Shared, so that code is staged once. */
    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static CodeCache cache;
    private ObjectStore store;
    private Backend backend;
    private RealTasks tasks;

    @BeforeAll
    static void openCache() throws IOException {
        cache = new CodeCache(shared.resolve("cache"));
    }

    @BeforeEach
    void open() throws IOException {
        store = new LocalDirectoryObjectStore(Files.createDirectories(directory.resolve("store")));
        tasks = RealTasks.staged(store, cache);
        backend = Docker.backend().create(new Backend.Environment(store, Schedulers.boundedElastic()));
    }

    @AfterEach
    void close() throws IOException {
        backend.close().block(deadline());
        store.close();
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public AttemptSpec quick() throws IOException {
        return tasks.attempt(x -> x * x);
    }

    @Override
    public AttemptSpec endless() throws IOException {
        return tasks.attempt(RealTasks::sleepForAnHour);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(2);
    }
}
