package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.kubernetes.FakeApiServer.Fault;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Faults of an API server that a real one cannot be asked for. */
class ApiFaultsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static StagedCode code;
    private static Scheduler blocking;

    private FakeApiServer server;
    private KubernetesBackend backend;

    @BeforeAll
    static void compile() throws IOException {
        code = StandInCode.in(directory);
        blocking = Schedulers.newBoundedElastic(8, Integer.MAX_VALUE, "test-io", 60, true);
    }

    @AfterAll
    static void endThreads() {
        blocking.dispose();
    }

    @BeforeEach
    void open() throws IOException {
        server = new FakeApiServer();
        backend = backend(new Backoff(5, Duration.ofMinutes(10)), Duration.ofSeconds(30));
    }

    @AfterEach
    void nothingIsLeft() {
        server.failAlways(null);
        backend.close().block(DEADLINE);
        assertThat(server.podNames()).isEmpty();
        server.close();
    }

    @Test
    void aBusyServerIsLeftAloneForAsLongAsItSays() {
        server.failNext(Fault.busy("1"));

        launch();

        assertThat(server.creations()).hasSize(2);
        assertThat(server.creations().get(1) - server.creations().get(0))
                .isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void aBrokenServerIsAskedAgain() {
        server.failNext(Fault.broken(500), Fault.broken(503), Fault.broken(504));

        launch();

        assertThat(server.creations()).hasSize(4);
        assertThat(server.podNames()).hasSize(1);
    }

    @Test
    void aLostAnswerMakesOnePodAndOneAttempt() throws IOException {
        server.failNext(Fault.lostAnswer());

        Attempt attempt = launch();
        server.endPods(0);

        assertThat(exit(attempt).reason()).contains("exit code 0");
    }

    @Test
    void aServerThatStaysBrokenIsGivenUpAndNothingIsLeft() {
        server.failAlways(Fault.broken(500));

        LaunchException failure = failure();

        assertThat(failure.retryable()).isTrue();
        assertThat(failure).hasMessageContaining("create pods in namespace \"space\" (500)");
        assertThat(server.creations()).hasSize(5);
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        server.failAlways(new Fault(422, """
                {"kind":"Status","apiVersion":"v1","status":"Failure","code":422,"reason":"Invalid",
                "message":"Pod is invalid","details":{"causes":[{"field":"spec.x","message":"is wrong"}]}}""", "", false));

        LaunchException failure = failure();

        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("422").hasMessageContaining("spec.x: is wrong");
        assertThat(server.creations()).hasSize(1);
    }

    /** A server that had just started failed a task for good, and let a pod live that its driver took for killed. */
    @Test
    void aRoleThatTheDriverHadIsWaitedFor() throws InterruptedException {
        backend = backend(new Backoff(Integer.MAX_VALUE, Duration.ofMinutes(10)), Duration.ofSeconds(30));
        backend.check().block(DEADLINE);
        server.failNext(missing("create"), missing("create"));

        Attempt attempt = launch();

        assertThat(server.creations()).hasSize(3);
        server.refuse(FakeApiServer.Kind.ALL, 403, missing("delete").body());
        Mono<Void> kill = attempt.kill().cache();
        Disposable killing = kill.subscribe();
        server.awaitRefusals(2);
        server.admit();
        kill.block(DEADLINE);
        assertThat(server.podNames()).isEmpty();
        killing.dispose();
    }

    @Test
    void aRoleThatTheDriverNeverHadIsNotWaitedFor() {
        server.failAlways(missing("create"));

        LaunchException failure = failure();

        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("driver-rbac.yaml");
        assertThat(server.creations()).hasSize(1);
    }

    @Test
    void closingEndsTheWaitForABusyServer() {
        server.failAlways(Fault.busy("60"));
        backend = backend(Backoff.DEFAULT, Duration.ofSeconds(30));
        Mono<LaunchException> failure = Mono.<Attempt>from(backend.launch(Attempts.of("exit-0", 0, 1, code)))
                .map(attempt -> new LaunchException(FailureKind.LAUNCH, false, "launched", null))
                .onErrorResume(LaunchException.class, Mono::just)
                .cache();
        Disposable waiting = failure.subscribe();

        backend.close().block(DEADLINE);

        assertThat(failure.block(DEADLINE)).hasMessageContaining("closed");
        waiting.dispose();
    }

    @Test
    void aWatchThatBreaksIsTakenUpAgain() throws IOException {
        Attempt attempt = launch();
        server.goAway();
        server.endPods(7);
        server.comeBack();

        assertThat(exit(attempt).reason()).contains("exit code 7");
        assertThat(exit(attempt).logTail()).isEqualTo("last words");
    }

    @Test
    void aPodThatWentWhileNobodyWatchedWasDisrupted() throws IOException {
        Attempt attempt = launch();
        server.goAway();
        server.removePod(server.podNames().get(0));
        server.comeBack();

        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
    }

    @Test
    void aPodThatNoEventTellsOfIsLookedUp() throws IOException {
        KubernetesBackend impatient = backend(Backoff.DEFAULT, Duration.ofMillis(300));
        server.failNext(Fault.vanished());

        Attempt attempt = impatient
                .launch(Attempts.of("exit-0", 0, 1, code))
                .blockOptional(DEADLINE)
                .orElseThrow();

        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
        impatient.close().block(DEADLINE);
    }

    @Test
    void aPodThatIsKilledBeforeItRanSaysWhatItWaitedFor() throws IOException {
        server.events(List.of(Pods.event("FailedScheduling", "0/1 nodes are available", 1)));
        server.createAs(Pods.unscheduled("Unschedulable", "1 Insufficient cpu"));
        Attempt attempt = launch();
        while (!((PodAttempt) attempt).wasSeen()) {
            Thread.onSpinWait();
        }

        attempt.kill().block(DEADLINE);

        assertThat(exit(attempt).reason())
                .isEqualTo("killed by the driver before it ran; it waited: Unschedulable: 1 Insufficient cpu");
        assertThat(exit(attempt).evidence()).containsExactly("event FailedScheduling: 0/1 nodes are available");
    }

    @Test
    void eventsThatNobodyMayReadCostNothingButTheirLines() throws IOException {
        Attempt attempt = launch();
        server.endPods(137);

        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.WORKER_CRASH);
        assertThat(exit(attempt).evidence())
                .anyMatch(line -> line.startsWith("its events could not be read: ") && line.contains("forbidden"));
    }

    @Test
    void aPodThatVanishesUnderADisruptionSaysWhich() throws IOException {
        Attempt attempt = launch();
        server.change(new PodStatusBuilder(Pods.status("Running", Pods.running()))
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("EvictionByEvictionAPI")
                .withMessage("evicting")
                .endCondition()
                .build());
        server.removePod(server.podNames().get(0));

        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
        assertThat(exit(attempt).reason()).contains("EvictionByEvictionAPI: evicting");
    }

    @Test
    void aClientAsksOnceWhetherItsPodsAreTakenAndMakesNone() {
        backend.check().block(DEADLINE);
        backend.check().block(DEADLINE);

        assertThat(server.trials()).isEqualTo(1);
        assertThat(server.creations()).isEmpty();
    }

    @Test
    void aRuleThatRefusesAllPodsIsToldUntilItIsChanged() {
        server.answerTrials(refusal(403, "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\""));

        assertThatThrownBy(() -> backend.check().block(DEADLINE))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("violates PodSecurity");
        server.answerTrials(new Fault(201, "", "", false));
        backend.check().block(DEADLINE);

        assertThat(server.trials()).isEqualTo(2);
    }

    @Test
    void whatMayPassOrIsNotDecidedDoesNotRefuseAJob() {
        server.answerTrials(refusal(
                403, "pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1"));
        backend.check().block(DEADLINE);

        KubernetesBackend other = backend(Backoff.DEFAULT, Duration.ofSeconds(30));
        server.answerTrials(refusal(400, "admission webhook \"w\" does not support dry run"));
        other.check().block(DEADLINE);
        other.close().block(DEADLINE);
    }

    private static Fault missing(String verb) {
        return refusal(
                403,
                "pods is forbidden: User \"driver\" cannot " + verb
                        + " resource \"pods\" in API group \"\" in the namespace \"space\"");
    }

    private static Fault refusal(int code, String message) {
        return new Fault(code, Pods.status(code, "Forbidden", message), "", false);
    }

    private KubernetesBackend backend(Backoff backoff, Duration unseen) {
        return new KubernetesBackend(
                KubernetesBackend.builder().image("localhost/jre:17").options(),
                server.config(),
                new Backend.Environment(new InMemoryObjectStore(), blocking),
                new PodServices.Times(
                        Duration.ofSeconds(20),
                        unseen,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        WatchGuard.Times.DEFAULT),
                backoff);
    }

    private Attempt launch() {
        return backend.launch(Attempts.of("exit-0", 0, 1, code))
                .blockOptional(DEADLINE)
                .orElseThrow();
    }

    private LaunchException failure() {
        return backend.launch(Attempts.of("exit-0", 0, 1, code))
                .map(attempt -> new LaunchException(FailureKind.LAUNCH, false, "launched", null))
                .onErrorResume(LaunchException.class, Mono::just)
                .blockOptional(DEADLINE)
                .orElseThrow();
    }

    private static Exit exit(Attempt attempt) {
        AttemptEvent last = attempt.events().last().blockOptional(DEADLINE).orElseThrow();
        return ((AttemptEvent.Ended) last).exit();
    }
}
