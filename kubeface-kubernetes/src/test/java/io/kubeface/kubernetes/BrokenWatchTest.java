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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What becomes of attempts whose pods the API server does not tell of any more, in ways that a real one cannot be asked for. */
@Timeout(120)
class BrokenWatchTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String UNKNOWN = Pods.status(401, "Unauthorized", "Unauthorized");
    private static final String FORBIDDEN = Pods.status(
            403,
            "Forbidden",
            "pods is forbidden: User \"driver\" cannot list resource \"pods\" in API group \"\" in the namespace \"space\"");

    @TempDir
    Path directory;

    private final Scheduler blocking = Schedulers.newBoundedElastic(8, Integer.MAX_VALUE, "test-io", 60, true);
    private FakeApiServer server;
    private KubernetesBackend backend;
    private StagedCode code;

    @BeforeEach
    void open() throws IOException {
        server = new FakeApiServer();
        code = StandInCode.in(directory);
        backend = backend(Duration.ofMinutes(2));
    }

    @AfterEach
    void close() {
        backend.close().block(DEADLINE);
        assertThat(server.podNames()).isEmpty();
        server.close();
        blocking.dispose();
    }

    private KubernetesBackend backend(Duration refused) {
        WatchGuard.Times watch = new WatchGuard.Times(
                Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofHours(1), refused);
        return new KubernetesBackend(
                KubernetesBackend.builder().image("localhost/jre:17").options(),
                server.config(),
                new Backend.Environment(new InMemoryObjectStore(), blocking),
                new PodServices.Times(
                        Duration.ofSeconds(20),
                        Duration.ofHours(1),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        watch),
                new Backoff(1000, Duration.ofSeconds(60)));
    }

    private Attempt launch(int task) {
        return backend.launch(Attempts.of("exit-0", task, 1, code))
                .blockOptional(DEADLINE)
                .orElseThrow();
    }

    private static Exit exit(Attempt attempt) {
        AttemptEvent last = attempt.events().last().blockOptional(DEADLINE).orElseThrow();
        return ((AttemptEvent.Ended) last).exit();
    }

    @Test
    void aWatchThatIsCutInTheMiddleOfAnEventIsTakenUpWhereItWas() throws IOException {
        Attempt attempt = launch(0);
        server.cutWatches();
        server.endPods(7);

        assertThat(exit(attempt).reason()).contains("exit code 7");
    }

    @Test
    void withoutAWatchAllPodsAreLookedAtWithOneCall() throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        for (int task = 0; task < 20; task++) {
            attempts.add(launch(task));
        }
        server.refuse(Kind.WATCH, 503, "");
        server.endPods(7);

        for (Attempt attempt : attempts) {
            assertThat(exit(attempt).reason()).contains("exit code 7");
        }
        assertThat(server.reads()).isZero();
        assertThat(backend.trouble())
                .hasValueSatisfying(words -> assertThat(words).contains("is lost"));
    }

    @Test
    void aPodThatIsMissingWhenAllAreLookedAtWasDisrupted() throws Exception {
        Attempt attempt = launch(0);
        server.refuse(Kind.WATCH, 403, FORBIDDEN);
        server.removePod(server.podNames().get(0));

        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
        assertThat(server.reads()).isZero();
    }

    @Test
    void aTokenThatIsRenewedInTimeCostsNothing() throws Exception {
        Attempt attempt = launch(0);
        server.refuse(Kind.ALL, 401, UNKNOWN);
        server.endPods(7);
        server.awaitRefusals(10);
        assertThat(backend.trouble())
                .hasValueSatisfying(words -> assertThat(words).contains("Renew the credentials"));
        server.admit();

        assertThat(exit(attempt).reason()).contains("exit code 7");
    }

    @Test
    void aLaunchWaitsForATokenThatIsRenewed() throws Exception {
        launch(0);
        server.refuse(Kind.ALL, 401, UNKNOWN);
        CompletableFuture<Attempt> second =
                backend.launch(Attempts.of("exit-0", 1, 1, code)).toFuture();
        server.awaitRefusals(20);
        assertThat(second).isNotDone();
        server.admit();

        second.get(30, TimeUnit.SECONDS);
        assertThat(server.podNames()).hasSize(2);
    }

    @Test
    void aTokenThatStaysExpiredEndsWhatRunsAndSaysSo() throws Exception {
        backend.close().block(DEADLINE);
        backend = backend(Duration.ofMillis(500));
        Attempt attempt = launch(0);
        server.refuse(Kind.ALL, 401, UNKNOWN);

        Exit exit = exit(attempt);

        assertThat(exit.ifNoResult()).isEqualTo(FailureKind.LAUNCH);
        assertThat(exit.reason())
                .contains("does not know the driver (401)", "list and watch pods", "Renew the credentials", "PT0.5S");
        server.admit();
    }

    @Test
    void aRightThatStaysMissingEndsWhatRunsAndNamesIt() throws Exception {
        backend.close().block(DEADLINE);
        backend = backend(Duration.ofMillis(500));
        Attempt attempt = launch(0);
        server.refuse(Kind.LIST_AND_WATCH, 403, FORBIDDEN);

        Exit exit = exit(attempt);

        assertThat(exit.ifNoResult()).isEqualTo(FailureKind.LAUNCH);
        assertThat(exit.reason()).contains("may not list and watch pods in namespace \"space\" (403)");
        assertThatThrownBy(() -> launch(1)).hasMessageContaining("may not list and watch pods");
        server.admit();
        launch(2);
        assertThat(backend.trouble()).isEmpty();
    }
}
