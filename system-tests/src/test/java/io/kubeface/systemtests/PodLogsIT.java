package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.KeepPolicy;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.events.NoEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** {@code kubeface job logs} with the driver's rights. */
class PodLogsIT {
    private static final String FIRST = "the first words";
    private static final String LAST = "the last words";

    @TempDir
    Path directory;

    @Test
    void theLogOfATaskIsFollowedWhileItRunsAndShownWhenItHasEnded() throws Exception {
        try (Cluster cluster = new Cluster(directory);
                Bucket bucket = new Bucket()) {
            String job;
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(bucket.url())
                    .backend(cluster.backend())
                    .events(environment -> new NoEvents())
                    .keep(KeepPolicy.ALL)
                    .build()) {
                CompletableFuture<JobEvent.AttemptStarted> started = kubeface.events()
                        .ofType(JobEvent.AttemptStarted.class)
                        .next()
                        .toFuture();
                CompletableFuture<Result<Integer>> result =
                        kubeface.map(PodLogsIT::talk, Flux.just(7)).next().toFuture();
                job = started.get(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS).job();

                Process command = logs(cluster, bucket, job, "--follow");
                BufferedReader shown = command.inputReader(StandardCharsets.UTF_8);
                awaitLine(shown, FIRST);
                assertThat(result).isNotDone();
                letGo(cluster);
                awaitLine(shown, LAST);
                assertThat(rest(shown)).isEmpty();
                assertThat(command.waitFor()).isZero();

                assertThat(result.get(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS)
                                .get())
                        .isEqualTo(7);
            }
            assertThat(cluster.pods()).isEmpty();

            Process command = logs(cluster, bucket, job);

            assertThat(rest(command.inputReader(StandardCharsets.UTF_8))).containsSubsequence(FIRST, LAST);
            assertThat(command.waitFor()).isZero();
        }
    }

    private static Integer talk(Integer value) throws Exception {
        System.out.println(FIRST);
        Gate.pass("/tmp/go");
        System.out.println(LAST);
        return value;
    }

    private static void letGo(Cluster cluster) {
        Pod pod = cluster.pods().get(0);
        try (ExecWatch touch =
                cluster.client.pods().resource(pod).terminateOnError().exec("touch", "/tmp/go")) {
            touch.exitCode().join();
        }
    }

    private static Process logs(Cluster cluster, Bucket bucket, String job, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("job", "logs", job, "0", "--storage", bucket.url(), "--backend", "kubernetes"));
        arguments.addAll(List.of(more));
        return CommandProcess.start(arguments, Map.of("KUBECONFIG", cluster.driverConfig.toString()));
    }

    private static void awaitLine(BufferedReader from, String expected) throws IOException {
        List<String> before = new ArrayList<>();
        for (String line = from.readLine(); !expected.equals(line); line = from.readLine()) {
            assertThat(line).as("after %s", before).isNotNull();
            before.add(line);
        }
    }

    private static List<String> rest(BufferedReader from) {
        return from.lines().toList();
    }
}
