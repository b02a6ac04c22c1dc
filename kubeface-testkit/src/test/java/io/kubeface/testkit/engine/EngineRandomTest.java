package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.testkit.backend.ManualAttempt;
import io.kubeface.testkit.store.StoreFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

/**
 * Whole jobs in virtual time under faults drawn from a seed: the store fails before and after its effect, workers crash,
 * write without telling, tell twice, end without writing; the subscriber asks for a few at a time. Whatever happens,
 * each input gets one outcome, and the bounds hold at every step.
 */
class EngineRandomTest {
    private static final int INPUTS = 40;
    private static final int SEEDS_PER_BLOCK = 100;
    private static final int STEPS = 20_000;

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(ints = {0, 100, 200, 300})
    void eachInputGetsOneOutcomeAndTheBoundsHold(int firstSeed) {
        for (int seed = firstSeed; seed < firstSeed + SEEDS_PER_BLOCK; seed++) {
            new Run(seed).check();
        }
    }

    private static final class Run {
        private final Random random;
        private final String name;
        private final boolean ordered;
        private final int items;
        private final int max;
        private final int window;
        private final int prefetch;
        private final EngineHarness harness;
        private final AtomicInteger pulled = new AtomicInteger();
        private final TestSubscriber<Result<Integer>> subscriber =
                TestSubscriber.builder().initialRequest(0).build();
        private long requested;

        Run(int seed) {
            random = new Random(seed);
            name = "seed " + seed;
            ordered = random.nextBoolean();
            items = 1 + random.nextInt(3);
            max = 1 + random.nextInt(5);
            window = max + random.nextInt(10);
            prefetch = random.nextInt(max + 1);
            harness = new EngineHarness(
                    EngineHarness.options(max, window, prefetch), StoreFaults.seeded(random.nextLong(), 0.05));
            harness.engine
                    .<Integer, Integer>job(
                            EngineHarness.plan(ordered, items, Optional.empty()),
                            Flux.range(0, INPUTS).doOnNext(input -> pulled.incrementAndGet()))
                    .subscribe(subscriber);
        }

        void check() {
            for (int step = 0; step < STEPS && !subscriber.isTerminated(); step++) {
                act();
                checkBounds();
            }
            assertThat(subscriber.isTerminatedComplete()).as(name).isTrue();
            checkOutcomes();
            assertThat(harness.backend.running()).as(name).isEmpty();
            assertThat(harness.objectNames()).as(name).isEmpty();
        }

        private void act() {
            List<ManualAttempt> running = harness.backend.running();
            int choice = random.nextInt(10);
            if (choice == 0 || requested == 0) {
                int more = 1 + random.nextInt(4);
                requested += more;
                subscriber.request(more);
            } else if (choice <= 2 || running.isEmpty()) {
                harness.pass(Duration.ofMillis(random.nextInt(2_000)));
            } else {
                worker(running.get(random.nextInt(running.size())), choice);
            }
            harness.settle();
        }

        private void worker(ManualAttempt attempt, int choice) {
            switch (choice) {
                case 3 -> attempt.crashed();
                case 4 -> {
                    harness.write(attempt, values(attempt));
                    attempt.crashed();
                }
                case 5 -> {
                    harness.write(attempt, values(attempt));
                    harness.tell(attempt.spec().address().value());
                    harness.tell(attempt.spec().address().value());
                }
                case 6 -> harness.events.tryEmitNext(new ObjectEvent.Gap());
                case 7 -> attempt.started();
                default -> harness.succeed(attempt, values(attempt));
            }
        }

        private Object[] values(ManualAttempt attempt) {
            List<Object> values = new ArrayList<>();
            int first = EngineHarness.number(attempt) * items;
            for (int input = first; input < Math.min(first + items, INPUTS); input++) {
                values.add(input * 10);
            }
            return values.toArray();
        }

        private void checkBounds() {
            int emitted = subscriber.getReceivedOnNext().size();
            long demandedTasks = (requested - emitted + items - 1) / items;
            // A group of which a part was emitted is still open.
            long bound = Math.min(window, demandedTasks + prefetch) * items + items - 1;
            assertThat((long) pulled.get() - emitted).as(name).isLessThanOrEqualTo(requested == 0 ? 0 : bound);
            assertThat(harness.backend.maxRunning()).as(name).isLessThanOrEqualTo(max);
        }

        private void checkOutcomes() {
            List<Result<Integer>> results = subscriber.getReceivedOnNext();
            List<Long> indexes = results.stream().map(Result::index).toList();
            List<Long> expected =
                    Flux.range(0, INPUTS).map(Integer::longValue).collectList().block();
            if (ordered) {
                assertThat(indexes).as(name).isEqualTo(expected);
            } else {
                assertThat(indexes).as(name).containsExactlyInAnyOrderElementsOf(expected);
            }
            for (Result<Integer> result : results) {
                if (result.isSuccess()) {
                    assertThat(result.get()).as(name).isEqualTo((int) result.index() * 10);
                } else {
                    // Nothing but a spent budget is a failure here.
                    assertThat(result.failure().orElseThrow().kind()).as(name).isEqualTo(FailureKind.WORKER_CRASH);
                    assertThat(result.report().attempts()).as(name).hasSize(4);
                }
            }
        }
    }
}
