package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.kubernetes.FakeApiServer.Kind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Pods on a node that does not answer, whose deletion nobody confirms. */
@Timeout(120)
class LostNodeTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Scheduler blocking = Schedulers.newBoundedElastic(8, Integer.MAX_VALUE, "test-io", 60, true);
    private FakeApiServer server;
    private KubernetesBackend backend;
    private Attempt attempt;

    @BeforeEach
    void launch() throws IOException {
        server = new FakeApiServer();
        StagedCode code = StandInCode.in(directory);
        backend = new KubernetesBackend(
                KubernetesBackend.builder().image("localhost/jre:17").options(),
                server.config(),
                new Backend.Environment(new InMemoryObjectStore(), blocking),
                new PodServices.Times(
                        Duration.ofSeconds(20),
                        Duration.ofHours(1),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        WatchGuard.Times.DEFAULT),
                new Backoff(2, Duration.ofSeconds(10)));
        attempt = backend.launch(Attempts.of("exit-0", 0, 1, code))
                .blockOptional(DEADLINE)
                .orElseThrow();
        server.runPods();
        assertThat(attempt.events().blockFirst(DEADLINE)).isInstanceOf(AttemptEvent.Started.class);
        server.loseNodes();
    }

    @AfterEach
    void close() {
        server.close();
        blocking.dispose();
    }

    private Exit exit() {
        AttemptEvent last = attempt.events().last().blockOptional(DEADLINE).orElseThrow();
        return ((AttemptEvent.Ended) last).exit();
    }

    @Test
    void aPodThatTheClusterTakesFromALostNodeWasDisruptedAndIsRemovedByForce() throws IOException {
        server.markDeleted(0);

        assertThat(exit().ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
        assertThat(server.podNames()).isEmpty();
        backend.close().block(DEADLINE);
    }

    @Test
    void aKillRemovesThePodByForce() {
        attempt.kill().block(DEADLINE);

        assertThat(exit().reason()).isEqualTo("killed by the driver");
        assertThat(server.podNames()).isEmpty();
        backend.close().block(DEADLINE);
    }

    @Test
    void closingWaitsForNoNode() {
        backend.close().block(DEADLINE);

        assertThat(exit().reason()).isEqualTo("killed by the driver");
        assertThat(server.podNames()).isEmpty();
    }

    @Test
    void aKillThatTheServerDoesNotDoFailsAndIsDoneAtTheClose() {
        server.refuse(Kind.ALL, 503, "");
        assertThatThrownBy(() -> attempt.kill().block(DEADLINE)).hasMessageContaining("Service Unavailable");
        server.admit();

        backend.close().block(DEADLINE);

        assertThat(server.podNames()).isEmpty();
    }

    @Test
    void closingEndsAllTheSameWhenTheServerIsAwayAndSaysWhatIsLeft() {
        server.refuse(Kind.ALL, 503, "");

        assertThatThrownBy(() -> backend.close().block(DEADLINE))
                .hasMessageContaining("Run: kubectl delete pods,configmaps -n space -l kubeface.io/client=");

        assertThat(exit().reason()).isEqualTo("killed by the driver");
        assertThat(server.podNames()).hasSize(1);
    }
}
