package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodExitsTest {
    private static final PodExits EXITS = new PodExits(KubernetesBackend.builder()
            .image("localhost/jre:17")
            .memory("256Mi")
            .options());

    @Test
    void exitCodesAreReadAsThoseOfAnyWorker() {
        is(of(Pods.ended(13)), FailureKind.STORAGE, "exit code 13");
        is(of(Pods.ended(10)), FailureKind.USER_ERROR, "exit code 10");
        is(of(Pods.ended(137)), FailureKind.WORKER_CRASH, "signal 9");
        is(of(Pods.ended(0)), FailureKind.WORKER_CRASH, "the result is not in the store");
    }

    @Test
    void theBootstrapsCodesAreItsOwn() {
        is(of(Pods.ended(75)), FailureKind.STORAGE, "could not fetch the worker", "last words");
        is(of(Pods.ended(76)), FailureKind.CODE_MISMATCH, "not the driver's worker", "last words");
    }

    @Test
    void memorySaysItsLimit() {
        is(of(Pods.status("Failed", Pods.terminated(137, "OOMKilled"))), FailureKind.OUT_OF_MEMORY, "256Mi");
    }

    @Test
    void anImageWithoutJavaSaysSo() {
        is(
                notStarted(
                        "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc"
                                + " create failed: unable to start container process: exec: \"java\": executable file not found in"
                                + " $PATH: unknown"),
                FailureKind.IMAGE,
                "not found in $PATH",
                "javaExecutable");
        is(
                notStarted("standard_init_linux.go:228: exec user process caused: exec format error"),
                FailureKind.IMAGE,
                "format");
    }

    /** A kubelet that was killed while a container was being started failed the task for good. */
    @Test
    void aNodeThatCouldNotStartTheContainerIsADisruption() {
        is(
                notStarted("failed to create containerd task: failed to create shim task: context canceled: unknown"),
                FailureKind.DISRUPTED,
                "the node could not start",
                "context canceled");
        is(
                notStarted(
                        "failed to create shim task: OCI runtime create failed: runc create failed: unable to create new"
                                + " parent process: namespace path: lstat /proc/0/ns/ipc: no such file or directory: unknown"),
                FailureKind.DISRUPTED,
                "lstat");
    }

    @Test
    void whatTheClusterDoesIsADisruption() {
        is(of(failed("Evicted", "The node was low on resource: memory.")), FailureKind.DISRUPTED, "low on resource");
        is(of(failed("NodeShutdown", "Pod was terminated")), FailureKind.DISRUPTED, "NodeShutdown");
        is(of(failed("UnexpectedAdmissionError", "")), FailureKind.DISRUPTED, "UnexpectedAdmissionError");
        is(
                of(new PodStatusBuilder(Pods.ended(143))
                        .addNewCondition()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .withReason("PreemptionByScheduler")
                        .withMessage("preempting")
                        .endCondition()
                        .build()),
                FailureKind.DISRUPTED,
                "PreemptionByScheduler");
        Pod deleted = Pods.with(Pods.ended(143));
        deleted.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        is(EXITS.of(deleted, "", false), FailureKind.DISRUPTED, "deleted");
    }

    @Test
    void aPodThatStoredTooMuchIsItsOwnFault() {
        is(
                of(failed("Evicted", "Usage of EmptyDir volume \"tmp\" exceeds the limit \"1Gi\". ")),
                FailureKind.WORKER_CRASH,
                "tmpSize");
        is(
                of(failed("Evicted", "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ")),
                FailureKind.WORKER_CRASH,
                "ephemeralStorageLimit");
    }

    @Test
    void theDeadlineIsATimeout() {
        is(of(failed("DeadlineExceeded", "")), FailureKind.TIMEOUT, "PT24H", "deadline");
    }

    @Test
    void whatTheDriverKilledSaysNothingElse() {
        assertThat(EXITS.of(Pods.with(Pods.ended(143)), "", true).reason()).isEqualTo("killed by the driver");
    }

    @Test
    void onlyAPodWhosePhaseSaysSoIsOver() {
        assertThat(PodState.of(Pods.with(Pods.ended(1))).terminal()).isTrue();
        assertThat(PodState.of(Pods.with(Pods.status("Running", Pods.terminated(1, "Error"))))
                        .terminal())
                .isFalse();
        assertThat(PodState.of(Pods.with(new PodStatus())).terminal()).isFalse();
    }

    @Test
    void aPodThatEndedBeforeAnyoneLookedHadAPlace() {
        assertThat(PodState.of(Pods.with(Pods.ended(0))).place()).hasValueSatisfying(place -> {
            assertThat(place.host()).isEqualTo("node-1");
            assertThat(place.worker()).isEqualTo("pod space/pod-1");
        });
        assertThat(PodState.of(Pods.with(Pods.status("Pending", Pods.waiting("ContainerCreating", null))))
                        .place())
                .isEmpty();
    }

    @Test
    void troubleWithTheImageIsToldInTheKubeletsWords() {
        assertThat(PodState.of(Pods.with(Pods.status("Pending", Pods.waiting("ErrImagePull", "no such host"))))
                        .imageTrouble())
                .contains("ErrImagePull: no such host");
        assertThat(PodState.of(Pods.with(Pods.status("Pending", Pods.waiting("ContainerCreating", null))))
                        .imageTrouble())
                .isEmpty();
    }

    @Test
    void anInitContainersTroubleIsThePods() {
        PodStatus pulls = new PodStatusBuilder()
                .withPhase("Pending")
                .addNewInitContainerStatus()
                .withName("fetch")
                .withState(Pods.waiting("ErrImagePull", "no such host"))
                .endInitContainerStatus()
                .build();
        PodStatus failed = new PodStatusBuilder()
                .withPhase("Failed")
                .addNewInitContainerStatus()
                .withName("fetch")
                .withState(Pods.terminated(3, "Error"))
                .endInitContainerStatus()
                .build();

        assertThat(PodState.of(Pods.with(pulls)).imageTrouble()).contains("ErrImagePull: no such host");
        is(of(failed), FailureKind.WORKER_CRASH, "the init container fetch ended with exit code 3");
    }

    @Test
    void aSecretThatIsMissingIsNotTheImagesFault() {
        Exit exit = EXITS.image("CreateContainerConfigError: secret \"keys\" not found");

        is(exit, FailureKind.IMAGE, "the container could not be made: ", "secret \"keys\" not found");
        assertThat(exit.reason()).doesNotContain("localhost/jre:17");
    }

    @Test
    void theLastEventStandsForWhatKeptAPodFromRunning() {
        assertThat(PodExits.killedWaiting(Optional.empty(), List.of("event A: a", "event B: b"))
                        .reason())
                .isEqualTo("killed by the driver before it ran; it waited: event B: b");
    }

    @Test
    void eventsAreToldInTheirOrderAndOnlyTheLast() {
        List<Event> many = new ArrayList<>();
        for (int second = 30; second > 0; second--) {
            many.add(Pods.event("Pulling", "image " + second, second));
        }
        many.get(0).setCount(7);

        List<String> lines = PodEvents.lines(many);

        assertThat(lines)
                .hasSize(20)
                .startsWith("event Pulling: image 11")
                .endsWith("event Pulling: image 30 (7 times)");
    }

    private static PodStatus failed(String reason, String message) {
        return new PodStatusBuilder()
                .withPhase("Failed")
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private static Exit notStarted(String message) {
        ContainerState state = Pods.terminated(128, "StartError");
        state.getTerminated().setMessage(message);
        return of(Pods.status("Failed", state));
    }

    private static Exit of(PodStatus status) {
        return EXITS.of(Pods.with(status), "last words", false);
    }

    private static void is(Exit exit, FailureKind kind, String... words) {
        assertThat(exit.reason()).contains(words);
        assertThat(exit.ifNoResult()).isEqualTo(kind);
    }
}
