package io.kubeface.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.reactor.backend.Backend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Timeout(120)
class PodLogsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Scheduler blocking = Schedulers.newBoundedElastic(8, Integer.MAX_VALUE, "test-io", 60, true);
    private FakeApiServer server;
    private KubernetesBackend backend;
    private PodLogs logs;
    private StagedCode code;

    @BeforeEach
    void open() throws IOException {
        server = new FakeApiServer();
        backend = new KubernetesBackend(
                KubernetesBackend.builder().image("localhost/jre:17").options(),
                server.config(),
                new Backend.Environment(new InMemoryObjectStore(), blocking));
        logs = new PodLogs(server.config());
        code = StandInCode.in(directory);
    }

    @AfterEach
    void close() {
        logs.close();
        backend.close().block(DEADLINE);
        server.close();
        blocking.dispose();
    }

    private void launch(int task, int attempt) {
        backend.launch(Attempts.of("exit-0", task, attempt, code)).block(DEADLINE);
    }

    private PodLogs.Found found(int task) throws IOException {
        var address = Attempts.of("exit-0", task, 1, code).address();
        return logs.find(address.job(), address.task()).orElseThrow();
    }

    @Test
    void theNewestAttemptAtTheTaskIsFound() throws IOException {
        launch(3, 1);
        launch(3, 2);
        launch(4, 3);

        assertThat(found(3).attempt()).isEqualTo(2);
        assertThat(found(3).name()).startsWith("space/kubeface-");
        ObjectName.Job another = new ObjectName.Job(new JobId("another").asKey(), new JobId("another"));
        assertThat(logs.find(another, TaskName.ofSequence(3))).isEmpty();
    }

    @Test
    void aPodThatHasNotBegunSaysWhatItWaitsFor() throws IOException {
        launch(0, 1);
        assertThat(found(0).waits()).contains("it is being started");
        server.change(Pods.unscheduled("Unschedulable", "1 Insufficient cpu"));
        assertThat(found(0).waits()).contains("Unschedulable: 1 Insufficient cpu");
    }

    @Test
    void followingWaitsForTheBeginAndEndsWithTheWorker() throws Exception {
        launch(0, 1);
        PodLogs.Found found = found(0);
        CountDownLatch begun = new CountDownLatch(1);
        ByteArrayOutputStream shown = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                begun.countDown();
            }
        };
        CompletableFuture<Boolean> following = CompletableFuture.supplyAsync(() -> {
            try {
                return logs.copy(found, true, shown);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        server.runPods();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(following).isNotDone();
        server.endPods(0);

        assertThat(following.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shown.toString(UTF_8)).isEqualTo("first words, last words");
    }

    @Test
    void aPodThatRunsTellsWhatItHasPrintedSoFar() throws IOException {
        launch(0, 1);
        server.runPods();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();

        assertThat(logs.copy(found(0), false, shown)).isTrue();

        assertThat(shown.toString(UTF_8)).isEqualTo("last words");
    }

    @Test
    void aPodThatWentIsToldWithoutAnError() throws IOException {
        launch(0, 1);
        PodLogs.Found found = found(0);
        server.removePod(server.podNames().get(0));

        assertThat(logs.copy(found, false, new ByteArrayOutputStream())).isFalse();
        assertThat(logs.copy(found, true, new ByteArrayOutputStream())).isFalse();
    }

    @Test
    void aFailureOfTheOutputEndsIt() throws IOException {
        launch(0, 1);
        server.runPods();
        PodLogs.Found found = found(0);

        assertThatThrownBy(() -> logs.copy(found, true, new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        throw new IllegalStateException("gone");
                    }
                }))
                .hasMessage("gone");
    }
}
