package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.kubernetes.KubernetesBackend.ImagePullPolicy;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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

/** Pods of a real cluster, made by the driver's service account in a namespace that enforces the restricted standard. */
class KubernetesBackendIT {
    private static final Duration DEADLINE = TestNamespace.DEADLINE;

    @TempDir
    static Path directory;

    private static TestNamespace namespace;
    private static Path kubeconfig;
    private static StagedCode code;
    private static Scheduler blocking;

    private final ObjectStore store = new InMemoryObjectStore();
    private KubernetesBackend backend;
    private int tasks;

    @BeforeAll
    static void createNamespace() throws IOException {
        namespace = TestNamespace.create();
        kubeconfig = namespace.driversKubeconfig(directory);
        namespace.awaitRights(kubeconfig);
        code = StandInCode.in(directory);
        blocking = Schedulers.newBoundedElastic(8, Integer.MAX_VALUE, "test-io", 60, true);
    }

    @AfterAll
    static void removeNamespace() {
        namespace.close();
        blocking.dispose();
    }

    @BeforeEach
    void open() {
        backend = open(builder -> builder);
    }

    @AfterEach
    void nothingIsLeft() {
        backend.close().block(DEADLINE);
        assertThat(namespace.admin().pods().inNamespace(namespace.name()).list().getItems())
                .isEmpty();
        assertThat(namespace
                        .admin()
                        .configMaps()
                        .inNamespace(namespace.name())
                        .list()
                        .getItems())
                .noneMatch(map -> map.getMetadata().getName().startsWith("kubeface"));
    }

    @Test
    void aPodRunsAndIsDeletedWhenItHasEnded() {
        List<AttemptEvent> events = events(launch("exit-0"));

        assertThat(events).hasSize(2);
        assertThat(((AttemptEvent.Started) events.get(0)).place().worker())
                .startsWith("pod " + namespace.name() + "/kubeface-exit-0-");
        assertThat(exit(events).reason()).contains("exit code 0");
    }

    @Test
    void aPodIsAnOrdinaryUserWithPlacesToWrite() throws IOException {
        Exit exit = exit(events(launch("look")));

        assertThat(exit.logTail())
                .contains(
                        "cache 700",
                        "uid 10001",
                        "home /kubeface/home /kubeface/home true",
                        "tmp true",
                        "cwd /kubeface/home",
                        "token false",
                        "env $(HOME)",
                        "jars " + "b".repeat(64) + " 1 stand in.jar");
        assertThat(store.list("logs/", null, 10).objects()).hasSize(1);
    }

    @Test
    void exitCodesOfTheBootstrapAreUnderstood() {
        Attempt notFetched = launch("exit-75");
        Attempt wrongWorker = launch("exit-76");

        assertThat(exit(events(notFetched)).ifNoResult()).isEqualTo(FailureKind.STORAGE);
        assertThat(exit(events(wrongWorker)).ifNoResult()).isEqualTo(FailureKind.CODE_MISMATCH);
        assertThat(exit(events(wrongWorker)).reason()).contains("last words");
    }

    @Test
    void aWorkerThatIsKilledHasCrashed() {
        Exit exit = exit(events(launch("exit-137")));

        assertThat(exit.ifNoResult()).isEqualTo(FailureKind.WORKER_CRASH);
        assertThat(exit.reason()).contains("signal 9");
    }

    @Test
    void aPodThatNeedsMoreMemoryThanItMaySaysWhatTheLimitWas() {
        Exit exit = exit(events(launch("greedy")));

        assertThat(exit.ifNoResult()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(exit.reason()).contains("128Mi");
    }

    @Test
    void aPodThatAPersonDeletesWasDisrupted() {
        Attempt attempt = launch("endless");
        delete(running(attempt), 30);

        assertThat(exit(events(attempt)).ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
    }

    @Test
    void aPodThatAPersonDeletesByForceWasDisrupted() {
        Attempt attempt = launch("endless");
        delete(running(attempt), 0);

        assertThat(exit(events(attempt)).ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
    }

    @Test
    void aKillEndsThePodAndIsNoDisruption() {
        Attempt attempt = launch("endless");
        running(attempt);

        attempt.kill().block(DEADLINE);

        assertThat(exit(events(attempt)).reason()).isEqualTo("killed by the driver");
        assertThat(namespace.admin().pods().inNamespace(namespace.name()).list().getItems())
                .allMatch(pod -> PodState.of(pod).terminal());
    }

    @Test
    void aPodThatRunsTooLongHasTimedOut() {
        try (Opened brief = new Opened(open(builder -> builder.deadline(Duration.ofSeconds(2))))) {
            assertThat(exit(events(launch(brief.backend(), "endless"))).ifNoResult())
                    .isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void anImageThatIsNowhereFailsWithTheKubeletsWords() {
        try (Opened absent = new Opened(
                open(builder -> builder.image("localhost/absent:1").imagePullPolicy(ImagePullPolicy.NEVER)))) {
            Exit exit = exit(events(launch(absent.backend(), "exit-0")));

            assertThat(exit.ifNoResult()).isEqualTo(FailureKind.IMAGE);
            assertThat(exit.reason()).contains("localhost/absent:1", "ErrImageNeverPull");
        }
    }

    @Test
    void anImageThatCannotBePulledFailsWithTheKubeletsWords() {
        try (Opened absent = new Opened(open(builder -> builder.image("127.0.0.1:1/absent:1")))) {
            Exit exit = exit(events(launch(absent.backend(), "exit-0")));

            assertThat(exit.ifNoResult()).isEqualTo(FailureKind.IMAGE);
            assertThat(exit.reason()).contains("127.0.0.1:1/absent:1", "connection refused");
        }
    }

    @Test
    void anImageWithoutJavaSaysWhichCommandIsMissing() {
        try (Opened other = new Opened(open(builder -> builder.javaExecutable("/no/java")))) {
            Exit exit = exit(events(launch(other.backend(), "exit-0")));

            assertThat(exit.ifNoResult()).isEqualTo(FailureKind.IMAGE);
            assertThat(exit.reason()).contains("/no/java", "javaExecutable");
        }
    }

    @Test
    void closingKillsWhatRuns() {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            attempts.add(launch("endless"));
        }

        backend.close().block(DEADLINE);

        for (Attempt attempt : attempts) {
            assertThat(exit(events(attempt)).reason()).isEqualTo("killed by the driver");
        }
    }

    @Test
    void launchesThatAreCancelledAndClosedLeaveNothing() {
        List<Disposable> launches = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            launches.add(
                    backend.launch(Attempts.of("endless", tasks++, 1, code)).subscribe(attempt -> {}, failure -> {}));
        }
        launches.subList(0, 6).forEach(Disposable::dispose);

        backend.close().block(DEADLINE);

        assertThat(namespace.admin().pods().inNamespace(namespace.name()).list().getItems())
                .isEmpty();
    }

    @Test
    void aMissingRightIsNamed() throws IOException {
        try (TestNamespace other = TestNamespace.create()) {
            Path config = other.driversKubeconfig(directory);
            other.awaitRights(config);
            other.admin()
                    .rbac()
                    .roleBindings()
                    .inNamespace(other.name())
                    .withName("kubeface-driver")
                    .delete();
            other.awaitRefusal(config);
            try (Opened denied =
                    new Opened(open(builder -> builder.kubeconfig(config).namespace(other.name())))) {
                Throwable failure = denied.backend()
                        .launch(Attempts.of("exit-0", 0, 1, code))
                        .<Throwable>map(attempt -> new AssertionError("launched"))
                        .onErrorResume(Mono::just)
                        .block(DEADLINE);

                assertThat(failure)
                        .isInstanceOf(LaunchException.class)
                        .hasMessageContaining("list and watch pods in namespace \"" + other.name() + "\"")
                        .hasMessageContaining("driver-rbac.yaml");
                assertThat(((LaunchException) failure).retryable()).isFalse();
            }
        }
    }

    private KubernetesBackend open(UnaryOperator<KubernetesBackendBuilder> options) {
        KubernetesOptions checked = options.apply(KubernetesBackend.builder()
                        .image("localhost/jre:17")
                        .kubeconfig(kubeconfig)
                        .cpu("50m")
                        .memory("128Mi")
                        .jvmOptions("-XX:MaxDirectMemorySize=1g")
                        .environment(Map.of("GREETING", "$(HOME)")))
                .options();
        return new KubernetesBackend(
                checked,
                ClusterConfigs.of(checked.kubeconfig(), checked.context(), checked.namespace()),
                new Backend.Environment(store, blocking),
                new PodServices.Times(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        WatchGuard.Times.DEFAULT),
                Backoff.DEFAULT);
    }

    private Attempt launch(String behaviour) {
        return launch(backend, behaviour);
    }

    private Attempt launch(Backend where, String behaviour) {
        return where.launch(Attempts.of(behaviour, tasks++, 1, code))
                .blockOptional(DEADLINE)
                .orElseThrow();
    }

    private static List<AttemptEvent> events(Attempt attempt) {
        return attempt.events().collectList().blockOptional(DEADLINE).orElseThrow();
    }

    private static Exit exit(List<AttemptEvent> events) {
        return ((AttemptEvent.Ended) events.get(events.size() - 1)).exit();
    }

    private static String running(Attempt attempt) {
        AttemptEvent event = attempt.events().blockFirst(DEADLINE);
        assertThat(event).isInstanceOf(AttemptEvent.Started.class);
        String worker = ((AttemptEvent.Started) event).place().worker();
        return worker.substring(worker.indexOf('/') + 1);
    }

    private static void delete(String pod, long graceSeconds) {
        namespace
                .admin()
                .pods()
                .inNamespace(namespace.name())
                .withName(pod)
                .withGracePeriod(graceSeconds)
                .delete();
    }

    private record Opened(KubernetesBackend backend) implements AutoCloseable {
        @Override
        public void close() {
            backend.close().block(DEADLINE);
        }
    }
}
