package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.kubernetes.KubernetesBackendBuilder;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.KubefaceBuilder;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.LaunchException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class TroubledPodsIT extends OnCluster {
    @Test
    void aWorkerThatDiesIsStartedAgain() {
        Result<Integer> result = only(value -> {
            if (attempt() == 1) {
                Runtime.getRuntime().halt(137);
            }
            return value + attempt();
        });

        assertSecondTime(result, FailureKind.WORKER_CRASH, "signal 9");
    }

    @Test
    void aWorkerThatAPersonStopsIsStartedAgain() throws Exception {
        Result<Integer> result = disturbed(cluster::killWorker);

        assertSecondTime(result, FailureKind.WORKER_CRASH, "signal 15");
    }

    @Test
    void aPodThatAPersonDeletesIsStartedAgain() throws Exception {
        Result<Integer> result = disturbed(
                pod -> cluster.client.resource(pod).withGracePeriod(30).delete());

        assertSecondTime(result, FailureKind.DISRUPTED, "deleted, by a person or by the cluster");
    }

    @Test
    void aPodThatAPersonDeletesWithForceIsStartedAgain() throws Exception {
        Result<Integer> result =
                disturbed(pod -> cluster.client.resource(pod).withGracePeriod(0).delete());

        assertSecondTime(result, FailureKind.DISRUPTED, "deleted, by a person or by the cluster");
    }

    @Test
    void aPodThatIsEvictedIsStartedAgainAndSaysWho() throws Exception {
        Result<Integer> result =
                disturbed(pod -> cluster.client.pods().resource(pod).evict());

        assertSecondTime(result, FailureKind.DISRUPTED, "EvictionByEvictionAPI");
    }

    /** The result of a task whose first pod runs until this is done to it. */
    private Result<Integer> disturbed(Consumer<Pod> disturbance) throws Exception {
        CompletableFuture<Result<Integer>> result = CompletableFuture.supplyAsync(() -> only(value -> {
            if (attempt() == 1) {
                System.out.println("It sleeps.");
                Thread.sleep(600_000);
            }
            return value + attempt();
        }));
        Pod pod = cluster.awaitRunning();
        // A process that does not listen for it yet is not stopped by a signal to the container's first.
        cluster.awaitPrinted(pod, "It sleeps.");
        disturbance.accept(pod);
        return result.get(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aPodThatTakesMoreMemoryThanItHasFailsAndSaysSo() {
        Result<Integer> result = only(value -> {
            List<ByteBuffer> outsideOfTheHeap = new ArrayList<>();
            List<byte[]> heap = new ArrayList<>();
            while (heap.size() < 1000) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 1);
                }
                outsideOfTheHeap.add(buffer);
                heap.add(new byte[1 << 20]);
            }
            return heap.size() + outsideOfTheHeap.size();
        });

        Failure<Integer> failure = failure(result);
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(failure.reason()).contains("256Mi");
        assertNothingIsLeft();
    }

    @Test
    void anImageThatIsNowhereFailsWithTheKubeletsWordsAndThePodsEvents() {
        Failure<Integer> failure = failed(client(cluster.backend().image("127.0.0.1:1/absent:1")));

        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE);
        assertThat(failure.reason()).contains("127.0.0.1:1/absent:1", "connection refused");
        assertThat(failure.evidence()).anyMatch(line -> line.startsWith("event Failed: "));
    }

    @Test
    void aPodThatNoNodeHasRoomForFailsWithTheSchedulersWords() {
        Failure<Integer> failure =
                failed(client(cluster.backend().cpu("1000")).schedulingTimeout(Duration.ofSeconds(30)));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNSCHEDULABLE);
        assertThat(failure.reason()).contains("killed by the driver before it ran", "Insufficient cpu");
        assertThat(failure.evidence()).anyMatch(line -> line.startsWith("event FailedScheduling: "));
    }

    @Test
    void podsThatAQuotaHasNoRoomForWaitForIt() {
        cluster.quota("pods", "2");

        try (Kubeface kubeface = client(cluster.backend()).build()) {
            assertThat(kubeface.map((Integer value) -> value * value, Flux.range(0, 8))
                            .collectList()
                            .block(Deadlines.LONG))
                    .allMatch(Result::isSuccess)
                    .allMatch(result -> result.report().attempts().size() == 1)
                    .hasSize(8);
        }
        assertNothingIsLeft();
    }

    @Test
    void aPodThatAQuotaNeverHasRoomForFailsWithItsWords() {
        cluster.quota("pods", "1");
        Pod other = cluster.sleeper();
        Failure<Integer> failure;
        try {
            failure = failure(only(client(cluster.backend()).schedulingTimeout(Duration.ofSeconds(5)), value -> value));
        } finally {
            cluster.client.resource(other).withGracePeriod(0).delete();
        }

        assertThat(failure.kind()).isEqualTo(FailureKind.UNSCHEDULABLE);
        assertThat(failure.reason()).contains("exceeded quota: test", "limited: pods=1");
    }

    @Test
    void aPodThatIsLargerThanAQuotaFailsTheJobBeforeThereIsOne() {
        cluster.quota("limits.memory", "128Mi");

        assertRefused(cluster.backend(), "limits.memory=256Mi", "raise the quota");
    }

    @Test
    void aPodThatTheClustersRulesForbidFailsTheJobBeforeThereIsOne() {
        assertRefused(
                cluster.backend()
                        .customise(pod -> new PodBuilder(pod)
                                .editSpec()
                                .withHostNetwork(true)
                                .endSpec()
                                .build()),
                "violates PodSecurity",
                "hostNetwork=true",
                "pod-security.kubernetes.io/enforce");
    }

    private void assertRefused(KubernetesBackendBuilder backend, String... words) {
        assertThatThrownBy(() -> only(client(backend), value -> value))
                .isInstanceOf(LaunchException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
        assertThat(cluster.requests("POST", "pods"))
                .allMatch(request -> request.contains("dryRun=All"))
                .hasSize(1);
        assertNothingIsLeft();
    }

    private Result<Integer> only(TaskFunction<Integer, Integer> function) {
        return only(client(cluster.backend()), function);
    }

    private KubefaceBuilder client(KubernetesBackendBuilder backend) {
        return Kubeface.builder().storage(bucket.url()).backend(backend).events(PubSubEvents.builder());
    }

    private static Result<Integer> only(KubefaceBuilder client, TaskFunction<Integer, Integer> function) {
        try (Kubeface kubeface = client.build()) {
            return kubeface.map(function, Flux.just(40)).blockLast(Deadlines.LONG);
        }
    }

    /** Of a task whose pod never runs. */
    private Failure<Integer> failed(KubefaceBuilder client) {
        Failure<Integer> failure = failure(only(client, value -> value));
        assertNothingIsLeft();
        return failure;
    }

    private static Failure<Integer> failure(Result<Integer> result) {
        assertThat(result).isInstanceOf(Failure.class);
        assertThat(result.report().attempts()).hasSize(1);
        return (Failure<Integer>) result;
    }

    private void assertSecondTime(Result<Integer> result, FailureKind first, String words) {
        assertThat(result.get()).isEqualTo(42);
        assertThat(result.report().attempts()).hasSize(2);
        FailureReport cause = result.report().attempts().get(0).cause().orElseThrow();
        assertThat(cause.kind()).isEqualTo(first);
        assertThat(cause.message()).contains(words);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.configMaps()).isEmpty();
        assertThat(bucket.leftovers()).isEmpty();
    }

    private static int attempt() {
        return TaskContext.current().attempt();
    }
}
