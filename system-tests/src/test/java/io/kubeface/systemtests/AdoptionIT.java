package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.TaskContext;
import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A driver that is killed and run again goes on with the pods that it had. */
class AdoptionIT extends OnCluster {
    private static final int TASKS = 6;
    private static final int MAX = 3;

    @Test
    void eachTaskHasOnePodAlthoughTheDriverIsKilledMeanwhile() throws Exception {
        try (PodHistory pods = new PodHistory(cluster.client, cluster.namespace)) {
            Process first = driver().start();
            pods.awaitRunning(MAX);
            first.destroyForcibly().waitFor();

            Process second = driver().start();
            List<String> printed = new ArrayList<>();
            try (BufferedReader output = second.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    printed.add(line);
                    if (line.contains("takes over what still runs of job")) {
                        bucket.put("go");
                    }
                }
            } finally {
                second.destroyForcibly();
            }

            assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(printed).as("%s", printed).contains("results: [0, 1, 4, 9, 16, 25]");
            assertThat(second.exitValue()).isZero();
            pods.awaitGone(TASKS);
            assertThat(pods.seen()).hasSize(TASKS);
        }
    }

    private ProcessBuilder driver() {
        return Drivers.of(
                Driver.class,
                bucket.url(),
                cluster.driverConfig.toString(),
                RealParts.jreImage(),
                "gs://" + bucket.name + "/go");
    }

    /** Squares numbers, each in a task that waits for an object. */
    static final class Driver {
        public static void main(String[] arguments) {
            String go = arguments[3];
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(arguments[0])
                    .backend(KubernetesBackend.builder()
                            .kubeconfig(Path.of(arguments[1]))
                            .image(arguments[2])
                            .cpu("10m")
                            .memory("256Mi"))
                    .maxSimultaneousTasks(MAX)
                    .build()) {
                Flux<Result<Integer>> squares = kubeface.job("squares")
                        .cacheKey("squares")
                        .map(
                                value -> {
                                    while (!Files.exists(TaskContext.current().path(go))) {
                                        Thread.sleep(500);
                                    }
                                    return value * value;
                                },
                                Flux.range(0, TASKS));
                System.out.println(
                        "results: " + squares.map(Result::get).collectList().block());
            }
        }
    }
}
