package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClusterTest {
    private static final Set<Thread.State> AT_REST =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

    /** Such a call once never returned, and its thread took everything with it that came after. */
    @Test
    @Timeout(60)
    void aCallThatIsUnderWayIsAnsweredBeforeTheClientIsClosed() throws Exception {
        try (FakeApiServer server = new FakeApiServer()) {
            Cluster cluster = new Cluster(server.config(), new RetryAfter(System::nanoTime));
            cluster.create(new PodBuilder()
                    .withNewMetadata()
                    .withName("pod")
                    .withNamespace("space")
                    .endMetadata()
                    .build());
            server.withholdDeletions();
            CompletableFuture<Void> deletion = CompletableFuture.runAsync(() -> cluster.delete("pod", 0));
            server.awaitDeletion();
            Thread closing = new Thread(cluster::close, "closing");
            closing.start();
            while (!AT_REST.contains(closing.getState())) {
                Thread.onSpinWait();
            }

            server.answerDeletions();

            deletion.get(30, TimeUnit.SECONDS);
            closing.join();
            assertThat(server.podNames()).isEmpty();
            assertThatIllegalStateException().isThrownBy(() -> cluster.pod("pod"));
        }
    }
}
