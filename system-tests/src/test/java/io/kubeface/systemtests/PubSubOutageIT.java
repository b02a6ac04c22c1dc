package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobKey;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import io.kubeface.testkit.store.StoreCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A job that hears of its results through Pub/Sub, while that is taken away and comes back without its subscription. */
@EnabledIfEnvironmentVariable(
        named = Part.FAULTS,
        matches = ".+",
        disabledReason = "NOT TESTED: no program to stop Pub/Sub with; export " + Part.FAULTS)
class PubSubOutageIT {
    private static final int STRAGGLER = -1;

    @TempDir
    Path directory;

    private final BlockingQueue<ObjectEvent> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> results = new LinkedBlockingQueue<>();
    private final Sinks.Many<Integer> inputs = Sinks.many().unicast().onBackpressureBuffer();

    @Test
    void resultsOfAnOutageAreFoundAndAfterItTheJobHearsAgainThroughANewSubscription() throws Exception {
        Path gate = directory.resolve("gate");
        String gateName = gate.toString();
        Set<String> before = Subscriptions.names();
        try (Bucket bucket = new Bucket()) {
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(RecordedStores.url(bucket.url()))
                    .events(environment -> new Overheard(PubSubEvents.builder().create(environment)))
                    .maxSimultaneousTasks(3)
                    .sweepPeriod(Duration.ofHours(1))
                    .build()) {
                CompletableFuture<Void> job = kubeface.mapUnordered(
                                (Integer value) -> {
                                    if (value == STRAGGLER) {
                                        Gate.pass(gateName);
                                    }
                                    return value * value;
                                },
                                inputs.asFlux())
                        .map(Result::get)
                        .doOnNext(results::add)
                        .then()
                        .toFuture();
                run(0, 2);
                awaitWritten(2);
                inputs.tryEmitNext(STRAGGLER);
                Set<String> old = without(Subscriptions.names(), before);
                assertThat(old).hasSize(1);

                Part.PUBSUB.stop();
                heard.clear();
                try {
                    run(10, 20);
                    assertThat(heard).as("what is told without Pub/Sub").isEmpty();
                } finally {
                    Part.startAll();
                }
                assertThat(take(heard)).isEqualTo(new ObjectEvent.Gap());
                assertThat(Subscriptions.names()).hasSize(1).doesNotContainAnyElementsOf(old);

                run(20, 22);
                assertThat(List.of(take(heard), take(heard)))
                        .as("of those, and no second gap")
                        .allSatisfy(event -> assertThat(event).isInstanceOf(ObjectEvent.Written.class));
                Files.createFile(gate);
                assertThat(take(results)).isEqualTo(1);
                inputs.tryEmitComplete();
                job.get(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS);
                assertThat(RecordedStores.opened(bucket.url()).count(StoreCall.Operation.LIST))
                        .as("one for the gap")
                        .isEqualTo(1);
            }
            assertThat(bucket.leftovers()).isEmpty();
        }
        assertThat(Subscriptions.names()).isEmpty();
    }

    /** Gives these inputs to the job and waits for their results. */
    private void run(int from, int to) throws InterruptedException {
        List<Integer> squares = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int value = from; value < to; value++) {
            inputs.tryEmitNext(value);
            expected.add(value * value);
        }
        for (int value = from; value < to; value++) {
            squares.add(take(results));
        }
        assertThat(squares).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void awaitWritten(int count) throws InterruptedException {
        for (int written = 0; written < count; ) {
            if (take(heard) instanceof ObjectEvent.Written) {
                written++;
            }
        }
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(Deadlines.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        names.removeAll(others);
        return names;
    }

    /** Lets the test hear what a job hears. */
    private final class Overheard implements ObjectEvents {
        private final ObjectEvents events;

        Overheard(ObjectEvents events) {
            this.events = events;
        }

        @Override
        public Flux<ObjectEvent> results(JobKey key) {
            return events.results(key).doOnNext(heard::add);
        }

        @Override
        public Mono<Void> close() {
            return events.close();
        }
    }
}
