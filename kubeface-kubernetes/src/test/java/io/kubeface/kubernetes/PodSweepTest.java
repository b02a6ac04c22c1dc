package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PodSweepTest {
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final ObjectName.Job ONE = job("run-20260102-030405-000001");
    private static final ObjectName.Job OTHER = job("run-20260102-030405-000002");

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final InMemoryObjectStore store = new InMemoryObjectStore(() -> now);
    private FakeApiServer server;
    private DeadClient client;
    private PodSweep sweep;

    private static ObjectName.Job job(String id) {
        return new ObjectName.Job(new JobId(id).asKey(), new JobId(id));
    }

    @BeforeEach
    void open() throws IOException {
        server = new FakeApiServer();
        client = new DeadClient("dead", server, store.url());
        sweep = new PodSweep(server.config());
    }

    @AfterEach
    void close() {
        sweep.close();
        client.close();
        server.close();
    }

    private void begin(ObjectName.Job job) throws IOException {
        Leases.write(store, job.lease(), GRACE);
    }

    private PodSweep.Removed swept() throws IOException {
        return sweep.sweep(store, GRACE, job -> true, false);
    }

    @Test
    void podsOfADeadDriverGoAndItsConfigMapWithThem() throws IOException {
        begin(ONE);
        String pod = client.pod(ONE, 1);
        now = now.plus(GRACE).plusSeconds(1);

        PodSweep.Removed planned = sweep.sweep(store, GRACE, job -> true, true);
        assertThat(server.podNames()).containsExactly(pod);
        assertThat(swept()).isEqualTo(planned);
        assertThat(planned.pods()).containsExactly(pod);
        assertThat(planned.configMaps()).containsExactly(DeadClient.CONFIG_MAP);
        assertThat(server.podNames()).isEmpty();
    }

    @Test
    void podsOfADriverThatLivesStayAndSoDoesWhatTheyNeed() throws IOException {
        begin(ONE);
        client.pod(ONE, 1);
        now = now.plus(GRACE).plusSeconds(1);
        begin(OTHER);
        String living = client.pod(OTHER, 2);

        assertThat(swept().configMaps()).isEmpty();
        assertThat(server.podNames()).containsExactly(living);
    }

    @Test
    void podsOfJobsThatAreOverGoAndTheirClientMayLive() throws IOException {
        begin(ONE);
        store.put(ONE.ended().path(), PutMode.CREATE, "text/plain", out -> {});
        client.pod(ONE, 1);
        client.pod(OTHER, 2);

        assertThat(swept().configMaps()).isEmpty();
        assertThat(server.podNames()).isEmpty();
    }

    @Test
    void podsOfOtherStoragesAreNobodysBusinessHere() throws IOException {
        try (DeadClient stranger = new DeadClient("stranger", server, "gs://bucket/elsewhere")) {
            String pod = stranger.pod(ONE, 1);
            assertThat(swept().pods()).isEmpty();
            assertThat(server.podNames()).containsExactly(pod);
        }
    }

    @Test
    void onlyTheJobsThatAreMeantAreLookedAt() throws IOException {
        client.pod(ONE, 1);
        String other = client.pod(OTHER, 2);

        sweep.sweep(store, GRACE, ONE::equals, false);

        assertThat(server.podNames()).containsExactly(other);
    }

    @Test
    void aServerThatDoesNotAnswerIsTold() {
        server.close();
        assertThatThrownBy(this::swept).isInstanceOf(IOException.class).hasMessageContaining("list pods in namespace");
    }
}
