package io.kubeface.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ManualBackendTest {

    private static final Exit EXIT = new Exit(FailureKind.WORKER_CRASH, "test", "", List.of());
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** None of these tests writes an object. */
    private final ManualBackend backend = new ManualBackend(null);

    @Test
    void launchesAreCountedWhenTheyAreSubscribedTo() {
        backend.launch(spec());
        assertThat(backend.launched()).isZero();

        launch();
        launch();
        backend.running().get(0).ended(EXIT);
        launch();

        assertThat(backend.launched()).isEqualTo(3);
        assertThat(backend.maxRunning()).isEqualTo(2);
        assertThat(backend.running()).hasSize(2);
    }

    @Test
    void eventsAreReplayedToALateSubscriber() {
        Attempt attempt = launch();
        backend.running().get(0).started().ended(EXIT);

        StepVerifier.create(attempt.events())
                .expectNextMatches(AttemptEvent.Started.class::isInstance)
                .expectNext(new AttemptEvent.Ended(EXIT))
                .verifyComplete();
    }

    @Test
    void anAttemptThatEndsUnstartedTellsOnlyOfItsEnd() {
        Attempt attempt = launch();
        backend.running().get(0).ended(EXIT);

        StepVerifier.create(attempt.events())
                .expectNext(new AttemptEvent.Ended(EXIT))
                .verifyComplete();
    }

    @Test
    void aKillEndsTheAttemptAndIsCountedOnce() {
        Attempt attempt = launch();
        ManualAttempt manual = backend.running().get(0);

        StepVerifier.create(attempt.kill().then(attempt.kill()))
                .expectComplete()
                .verify(DEADLINE);

        assertThat(manual.killed()).isTrue();
        assertThat(backend.killed()).isEqualTo(1);
        assertThat(backend.running()).isEmpty();
    }

    @Test
    void aHeldKillCompletesWhenTheTestEndsTheAttempt() {
        Attempt attempt = launch();
        backend.holdKills(true);

        StepVerifier.create(attempt.kill())
                .then(() -> assertThat(backend.running()).hasSize(1))
                .then(() -> backend.running().get(0).ended(EXIT))
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void aKillAfterTheEndIsNoKill() {
        Attempt attempt = launch();
        backend.running().get(0).ended(EXIT);

        StepVerifier.create(attempt.kill()).expectComplete().verify(DEADLINE);

        assertThat(backend.killed()).isZero();
    }

    @Test
    void aRefusedLaunchStartsNothing() {
        LaunchException refusal = new LaunchException(FailureKind.LAUNCH, true, "busy", null);
        backend.refuseNextLaunch(refusal);

        StepVerifier.create(backend.launch(spec())).verifyErrorMatches(refusal::equals);
        assertThat(backend.launched()).isZero();
        launch();
        assertThat(backend.launched()).isEqualTo(1);
    }

    @Test
    void closeEndsWhatRunsAndRefusesFurtherLaunches() {
        Attempt attempt = launch();
        backend.holdKills(true);

        StepVerifier.create(backend.close()).verifyComplete();

        StepVerifier.create(attempt.events()).expectNextCount(1).verifyComplete();
        StepVerifier.create(backend.launch(spec())).verifyError(LaunchException.class);
    }

    private Attempt launch() {
        return backend.launch(spec()).block(DEADLINE);
    }

    private static AttemptSpec spec() {
        JobId job = new JobId("job-1");
        JobManifest manifest = new JobManifest(job, "test", 17, List.of(), "Test", List.of(), Map.of());
        TaskAddress address =
                new TaskAddress("memory:test", new ObjectName.Job(job.asKey(), job), TaskName.ofSequence(0), 1);
        return new AttemptSpec(address, manifest, new StagedCode(List.of(), List.of(), Map.of()), false);
    }
}
