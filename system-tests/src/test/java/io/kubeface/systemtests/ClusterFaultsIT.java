package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;

/** Jobs during which parts of the cluster fail. Whoever uses the cluster at the same time is disturbed. */
class ClusterFaultsIT extends OnCluster {
    private static final int TASKS = 12;
    private static final int MAX = 6;
    private static final Set<String> HANGING = Set.of("0000000000", "0000000004", "0000000008");

    @AfterEach
    void startAll() throws Exception {
        if (System.getenv(Part.FAULTS) != null) {
            Part.startAll();
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = Part.FAULTS, matches = ".+", disabledReason = Part.SKIPPED)
    void withoutAnApiServerResultsComeAndWhatIsNotLaunchedWaits() throws Exception {
        try (Kubeface kubeface = client()) {
            Running job = new Running(kubeface, ClusterFaultsIT::afterSeconds);
            job.awaitStarted(MAX);
            Part.API_SERVER.stop();

            assertThat(job.results.take(MAX).collectList().block(Deadlines.LONG))
                    .as("while no API server tells of them")
                    .hasSize(MAX);
            awaitTrouble(kubeface, true);
            Part.startAll();

            assertAllAtTheFirstAttempt(job.all());
            awaitTrouble(kubeface, false);
        }
        assertNothingIsLeft();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = Part.FAULTS, matches = ".+", disabledReason = Part.SKIPPED)
    void aRestartOfTheClustersDatabaseCostsNoAttempt() throws Exception {
        try (Kubeface kubeface = client()) {
            Running job = new Running(kubeface, ClusterFaultsIT::afterSeconds);
            job.awaitStarted(MAX);
            Part.ETCD.stop();
            Part.startAll();

            assertAllAtTheFirstAttempt(job.all());
        }
        assertNothingIsLeft();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = Part.FAULTS, matches = ".+", disabledReason = Part.SKIPPED)
    void podsOfALostNodeAreRunAgainAndHoldUpNoClose() throws Exception {
        try (Kubeface kubeface = client();
                Kubeface other = client()) {
            Running job = new Running(kubeface, value -> firstHangs(value));
            Running endless = new Running(other, value -> firstHangs(0));
            endless.awaitStarted(MAX);
            job.results.take(TASKS - HANGING.size()).blockLast(Deadlines.LONG);
            job.awaitStarted(TASKS);
            List<Pod> hanging = hangingPods(job);
            assertThat(hanging).hasSize(HANGING.size());
            Part.KUBELET.stop();
            // As the cluster does, which waits a minute or two before, and does nothing where its only node is lost.
            hanging.forEach(pod -> cluster.client.resource(pod).delete());
            CompletableFuture<Void> closing = CompletableFuture.runAsync(other::close);

            hanging.forEach(this::awaitGone);
            closing.get(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS);
            Part.startAll();

            List<Result<Integer>> results = job.all();
            assertThat(values(results)).isEqualTo(squares());
            List<Result<Integer>> twice = results.stream()
                    .filter(result -> result.report().attempts().size() > 1)
                    .toList();
            assertThat(twice).hasSize(HANGING.size());
            for (Result<Integer> result : twice) {
                FailureReport cause = result.report().attempts().get(0).cause().orElseThrow();
                assertThat(cause.kind()).isEqualTo(FailureKind.DISRUPTED);
                assertThat(cause.message()).contains("deleted, by a person or by the cluster");
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void aWatchThatIsCutAgainAndAgainCostsNoAttempt() throws Exception {
        try (Kubeface kubeface = client()) {
            Running job = new Running(kubeface, ClusterFaultsIT::afterSeconds);
            for (int results = 1; results < TASKS; results += 3) {
                job.results.take(results).blockLast(Deadlines.LONG);
                cluster.cutWatches();
            }

            assertAllAtTheFirstAttempt(job.all());
        }
        assertNothingIsLeft();
    }

    /** A job whose results and events are kept from its begin on. */
    private static final class Running {
        private final ConnectableFlux<Result<Integer>> results;
        private final ConnectableFlux<JobEvent.AttemptStarted> started;

        Running(Kubeface kubeface, TaskFunction<Integer, Integer> function) {
            started = kubeface.events().ofType(JobEvent.AttemptStarted.class).replay();
            started.connect();
            results = kubeface.mapUnordered(function, Flux.range(0, TASKS)).replay();
            results.connect();
        }

        void awaitStarted(int attempts) {
            started.take(attempts).blockLast(Deadlines.LONG);
        }

        List<Result<Integer>> all() {
            return Optional.ofNullable(results.collectList().block(Deadlines.LONG))
                    .orElseThrow();
        }
    }

    private Kubeface client() {
        return Kubeface.builder()
                .storage(bucket.url())
                .backend(cluster.backend())
                .events(PubSubEvents.builder())
                .maxSimultaneousTasks(MAX)
                .build();
    }

    /** Long enough for something to happen meanwhile. */
    private static Integer afterSeconds(Integer value) throws InterruptedException {
        Thread.sleep(3000);
        return value * value;
    }

    /** The first attempt at each fourth does not end. */
    private static Integer firstHangs(Integer value) throws InterruptedException {
        if (value % 4 == 0 && TaskContext.current().attempt() == 1) {
            Thread.sleep(Duration.ofHours(1).toMillis());
        }
        return value * value;
    }

    private List<Pod> hangingPods(Running job) {
        String name = Optional.ofNullable(job.started.blockFirst(Deadlines.LONG))
                .orElseThrow()
                .job();
        return cluster.pods().stream()
                .filter(pod -> name.equals(pod.getMetadata().getLabels().get("kubeface.io/job")))
                .filter(pod -> HANGING.contains(pod.getMetadata().getLabels().get("kubeface.io/task")))
                .toList();
    }

    private void awaitGone(Pod pod) {
        cluster.client
                .resource(pod)
                .waitUntilCondition(
                        seen -> seen == null
                                || !seen.getMetadata()
                                        .getUid()
                                        .equals(pod.getMetadata().getUid()),
                        Deadlines.LONG.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private static void awaitTrouble(Kubeface kubeface, boolean expected) {
        Flux.interval(Duration.ofMillis(100))
                .map(tick -> kubeface.trouble().isPresent())
                .filter(trouble -> trouble == expected)
                .blockFirst(Deadlines.LONG);
    }

    private static void assertAllAtTheFirstAttempt(List<Result<Integer>> results) {
        assertThat(values(results)).isEqualTo(squares());
        assertThat(results).allMatch(result -> result.report().attempts().size() == 1);
    }

    private static List<Integer> values(List<Result<Integer>> results) {
        List<Integer> values = new ArrayList<>();
        results.forEach(result -> values.add(result.get()));
        values.sort(null);
        return values;
    }

    private static List<Integer> squares() {
        return IntStream.range(0, TASKS).map(value -> value * value).boxed().toList();
    }

    private void assertNothingIsLeft() {
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.configMaps()).isEmpty();
        assertThat(bucket.leftovers()).isEmpty();
    }
}
