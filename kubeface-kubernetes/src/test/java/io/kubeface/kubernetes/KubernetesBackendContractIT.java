package io.kubeface.kubernetes;

import io.kubeface.core.code.CodeCache;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.testkit.backend.BackendContract;
import io.kubeface.testkit.backend.RealTasks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Real workers in pods of an image that has nothing but Java, and a bucket that driver and pods reach. */
class KubernetesBackendContractIT implements BackendContract {

    @TempDir
    static Path directory;

    private static TestNamespace namespace;
    private static ObjectStore store;
    private static RealTasks tasks;
    private static Scheduler blocking;

    private Backend backend;

    @BeforeAll
    static void stageCode() throws IOException, InterruptedException {
        namespace = TestNamespace.create();
        store = ObjectStores.open("gs://" + bucket(namespace.name()) + "/root");
        tasks = RealTasks.staged(store, new CodeCache(directory.resolve("cache")));
        blocking = Schedulers.newBoundedElastic(8, Integer.MAX_VALUE, "test-io", 60, true);
    }

    @AfterAll
    static void removeAll() throws IOException {
        namespace.close();
        store.close();
        blocking.dispose();
    }

    @BeforeEach
    void open() throws IOException {
        Path kubeconfig = namespace.driversKubeconfig(directory);
        namespace.awaitRights(kubeconfig);
        backend = KubernetesBackend.builder()
                .image("localhost/jre:17")
                .kubeconfig(kubeconfig)
                .serviceAccount("kubeface-worker")
                .cpu("50m")
                .memory("512Mi")
                .create(new Backend.Environment(store, blocking));
    }

    @AfterEach
    void close() {
        backend.close().block(deadline());
    }

    private static String bucket(String name) throws IOException, InterruptedException {
        String emulator = System.getenv("STORAGE_EMULATOR_HOST");
        if (emulator == null || emulator.isEmpty()) {
            throw new IllegalStateException(
                    "STORAGE_EMULATOR_HOST is not set; it must name a storage emulator that pods reach too.");
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(emulator + "/storage/v1/b?project=local"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("No bucket could be made at " + emulator + ": " + answer.body());
        }
        return name;
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
