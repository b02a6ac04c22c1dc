package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.task.FailureKind;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

class TroubledPodsIT {
    @TempDir
    Path directory;

    private Cluster cluster;
    private Bucket bucket;

    @BeforeEach
    void open() throws Exception {
        cluster = new Cluster(directory);
        bucket = new Bucket();
    }

    @AfterEach
    void close() throws Exception {
        bucket.close();
        cluster.close();
    }

    @Test
    void aWorkerThatDiesIsStartedAgain() {
        Result<Integer> result = only(value -> {
            if (attempt() == 1) {
                Runtime.getRuntime().halt(137);
            }
            return value + attempt();
        });

        assertThat(result.get()).isEqualTo(42);
        assertThat(result.report().attempts()).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    void aPodThatAPersonDeletesIsStartedAgain() throws Exception {
        assertThat(deletedUnderWay(30).get()).isEqualTo(42);
        assertNothingIsLeft();
    }

    @Test
    void aPodThatAPersonDeletesWithForceIsStartedAgain() throws Exception {
        assertThat(deletedUnderWay(0).get()).isEqualTo(42);
        assertNothingIsLeft();
    }

    private Result<Integer> deletedUnderWay(long graceSeconds) throws Exception {
        CompletableFuture<Result<Integer>> result = CompletableFuture.supplyAsync(() -> only(value -> {
            if (attempt() == 1) {
                Thread.sleep(600_000);
            }
            return value + attempt();
        }));
        Pod pod = cluster.awaitRunning();
        cluster.client.resource(pod).withGracePeriod(graceSeconds).delete();
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

        assertThat(result).isInstanceOf(Failure.class);
        Failure<Integer> failure = (Failure<Integer>) result;
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(failure.reason()).contains("256Mi");
        assertThat(failure.report().attempts()).hasSize(1);
        assertNothingIsLeft();
    }

    private Result<Integer> only(TaskFunction<Integer, Integer> function) {
        try (Kubeface kubeface = Kubeface.builder()
                .storage(bucket.url())
                .backend(cluster.backend())
                .events(PubSubEvents.builder())
                .build()) {
            return kubeface.map(function, Flux.just(40)).blockLast(Deadlines.LONG);
        }
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
