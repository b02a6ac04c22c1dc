package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.kubernetes.PodSweep;
import io.kubeface.reactor.Kubeface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What becomes of pods whose driver is killed, and cannot end them. */
class DeadDriverIT extends OnCluster {
    @Test
    void itsPodsEndByThemselvesAndACleanupRemovesThem() throws Exception {
        Process driver = Drivers.of(Driver.class, bucket.url(), cluster.driverConfig.toString(), RealParts.jreImage())
                .redirectOutput(directory.resolve("driver.log").toFile())
                .start();
        Pod pod;
        try {
            pod = cluster.awaitRunning();
        } finally {
            driver.destroyForcibly().waitFor();
        }

        Pod ended = cluster.client
                .pods()
                .resource(pod)
                .waitUntilCondition(
                        seen -> seen != null && "Failed".equals(seen.getStatus().getPhase()),
                        Deadlines.LONG.toSeconds(),
                        TimeUnit.SECONDS);

        assertThat(ended.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(15);
        assertThat(cluster.client.pods().resource(pod).getLog()).contains("the driver is gone");

        List<String> maps = cluster.configMaps();
        assertThat(maps).hasSize(1);
        try (ObjectStore store = ObjectStores.open(bucket.url());
                PodSweep sweep = PodSweep.open(Optional.of(cluster.driverConfig), Optional.empty(), Optional.empty())) {
            PodSweep.Removed removed = sweep.sweep(store, Duration.ofSeconds(2), job -> true, false);
            assertThat(removed.pods()).containsExactly(pod.getMetadata().getName());
            assertThat(removed.configMaps()).isEqualTo(maps);
        }
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.configMaps()).isEmpty();
    }

    /** A driver that allows itself two seconds of silence, with a task that takes an hour. */
    static final class Driver {
        public static void main(String[] arguments) {
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(arguments[0])
                    .backend(KubernetesBackend.builder()
                            .kubeconfig(Path.of(arguments[1]))
                            .image(arguments[2])
                            .cpu("10m")
                            .memory("256Mi"))
                    .driverLossGrace(Duration.ofSeconds(2))
                    .build()) {
                kubeface.map(
                                value -> {
                                    Thread.sleep(Duration.ofHours(1).toMillis());
                                    return value;
                                },
                                Flux.just(1))
                        .blockLast();
            }
        }
    }
}
