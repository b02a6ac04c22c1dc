package io.kubeface.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.events.DirectoryEvents;
import io.kubeface.reactor.events.ObjectEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class DirectoryEventsTest implements ObjectEventsContract {
    private final Scheduler blocking = Schedulers.newBoundedElastic(4, 1000, "test-blocking");

    @TempDir
    Path directory;

    private LocalDirectoryObjectStore store;
    private DirectoryEvents events;

    @BeforeEach
    void open() {
        store = new LocalDirectoryObjectStore(directory.resolve("root"));
        events = new DirectoryEvents(store, blocking);
    }

    @AfterEach
    void close() {
        events.close().block(deadline());
        blocking.dispose();
    }

    @Override
    public ObjectEvents events() {
        return events;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Test
    void aDirectoryRemovedByAnotherProcessIsMadeAndWatchedAgain() throws Exception {
        Path watched = store.root().resolve("results").resolve(JOB.value());
        Heard heard = Heard.of(events.results(JOB), Long.MAX_VALUE, deadline());
        heard.expectGap();
        for (int round = 0; round < 5; round++) {
            Files.delete(watched);
            heard.expectGap();
            String name = "results/" + JOB + "/again-" + round + ".value";
            store.put(name, PutMode.CREATE, "application/octet-stream", out -> {});
            heard.expectWritten(name);
            Files.delete(store.root().resolve(name));
        }
        heard.cancel();
    }

    @Test
    void nothingIsLeftAfterClose() throws Exception {
        Heard heard = Heard.of(events.results(JOB), Long.MAX_VALUE, deadline());
        heard.expectGap();
        assertThat(threads()).isEqualTo(1);
        events.close().block(deadline());
        assertThat(threads()).isZero();
        assertThat(store.root().resolve("results").resolve(JOB.value())).doesNotExist();
    }

    @Test
    void nothingIsStartedBeforeTheFirstSubscription() {
        assertThat(events.results(JOB)).isNotNull();
        assertThat(threads()).isZero();
        assertThat(store.root()).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeMadeFailsTheSubscriptionWithItsName() throws Exception {
        Files.createDirectories(store.root());
        Files.createFile(store.root().resolve("results"));
        Heard heard = Heard.of(events.results(JOB), Long.MAX_VALUE, deadline());
        assertThat(heard.end())
                .hasMessageContaining(store.root().resolve("results").toString());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("kubeface-directory-events"))
                .count();
    }
}
