package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Timeout(120)
class PodAdoptionTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final ObjectName.Job DEAD = job("run-20260102-030405-000001");
    private static final ObjectName.Job OTHER = job("run-20260102-030405-000002");

    private final Scheduler blocking = Schedulers.newBoundedElastic(8, Integer.MAX_VALUE, "test-io", 60, true);
    private FakeApiServer server;
    private DeadClient dead;
    private KubernetesBackend backend;

    private static ObjectName.Job job(String id) {
        return new ObjectName.Job(JobKey.ofCacheKey("grid"), new JobId(id));
    }

    @BeforeEach
    void open() throws IOException {
        server = new FakeApiServer();
        dead = new DeadClient("dead", server, Attempts.STORAGE);
        backend = new KubernetesBackend(
                KubernetesBackend.builder().image("localhost/jre:17").options(),
                server.config(),
                new Backend.Environment(new InMemoryObjectStore(), blocking));
    }

    @AfterEach
    void close() {
        backend.close().block(DEADLINE);
        dead.close();
        server.close();
        blocking.dispose();
    }

    private List<OrphanedAttempt> orphans(ObjectName.Job... jobs) {
        return backend.orphans(Attempts.STORAGE, Mono.just(List.of(jobs)))
                .collectList()
                .block(DEADLINE);
    }

    private static Exit exit(Attempt attempt) {
        AttemptEvent.Ended ended = (AttemptEvent.Ended) attempt.events().blockLast(DEADLINE);
        return ended.exit();
    }

    @Test
    void aPodOfADeadDriverIsFoundAndItsEndIsHeardOf() throws IOException {
        dead.pod(DEAD, 7);
        server.runPods();

        List<OrphanedAttempt> found = orphans(DEAD);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).address().job()).isEqualTo(DEAD);
        assertThat(found.get(0).address().task().value()).isEqualTo("0000000007");
        assertThat(found.get(0).address().attempt()).isEqualTo(2);

        Attempt attempt = found.get(0).adoption().block(DEADLINE);
        assertThat(attempt.events().blockFirst(DEADLINE)).isInstanceOf(AttemptEvent.Started.class);
        server.endPods(1);
        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.WORKER_CRASH);
        backend.close().block(DEADLINE);
        assertThat(server.podNames()).isEmpty();
    }

    @Test
    void podsOfOtherJobsOtherStoragesAndThoseThatHaveEndedAreLeft() throws IOException {
        dead.pod(DEAD, 1);
        server.endPods(0);
        String others = dead.pod(OTHER, 2);
        String elsewhere;
        try (DeadClient stranger = new DeadClient("stranger", server, "gs://bucket/elsewhere")) {
            elsewhere = stranger.pod(DEAD, 3);
        }

        assertThat(orphans(DEAD)).isEmpty();
        backend.close().block(DEADLINE);
        assertThat(server.podNames()).contains(others, elsewhere);
    }

    @Test
    void nothingIsAskedWhenNoDriverIsDead() {
        dead.pod(DEAD, 1);
        assertThat(orphans()).isEmpty();
    }

    @Test
    void oneThatIsKilledGoes() throws IOException {
        dead.pod(DEAD, 1);
        server.runPods();
        Attempt attempt = orphans(DEAD).get(0).adoption().block(DEADLINE);

        attempt.kill().block(DEADLINE);

        assertThat(server.podNames()).isEmpty();
    }

    @Test
    void oneThatWentMeanwhileWasDisrupted() throws IOException {
        String pod = dead.pod(DEAD, 1);
        OrphanedAttempt found = orphans(DEAD).get(0);
        server.removePod(pod);

        Attempt attempt = found.adoption().block(DEADLINE);

        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.DISRUPTED);
    }

    @Test
    void closingTheClientEndsThemAndThoseThatNobodyWanted() throws IOException {
        dead.pod(DEAD, 1);
        dead.pod(DEAD, 2);
        server.runPods();
        orphans(DEAD).get(0).adoption().block(DEADLINE);

        backend.close().block(DEADLINE);

        assertThat(server.podNames()).isEmpty();
    }
}
