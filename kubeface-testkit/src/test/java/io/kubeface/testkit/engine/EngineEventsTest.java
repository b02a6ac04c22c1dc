package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.Result;
import io.kubeface.reactor.engine.SweepPeriod;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.testkit.backend.ManualAttempt;
import io.kubeface.testkit.store.StoreCall.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

/** How an engine and its event source work together. */
class EngineEventsTest {
    private final EngineHarness harness = new EngineHarness(4);
    private final EngineHarness silent = EngineHarness.withSilentEvents(4);

    private static List<Integer> values(TestSubscriber<Result<Integer>> subscriber) {
        return subscriber.getReceivedOnNext().stream().map(Result::get).toList();
    }

    private static TestSubscriber<Result<Integer>> subscribe(EngineHarness harness, Flux<Result<Integer>> flux) {
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        flux.subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    @Test
    void nothingIsLaunchedBeforeTheEventSourceBeginsWhileTheFunctionIsShipped() {
        AtomicInteger pulled = new AtomicInteger();
        subscribe(silent, silent.map(Flux.range(0, 4).doOnNext(input -> pulled.incrementAndGet())));
        silent.pass(Duration.ofSeconds(9));
        assertThat(silent.objectNames()).hasSize(2).allMatch(name -> name.startsWith("jobs/"));
        assertThat(pulled).hasValue(0);
        assertThat(silent.backend.launched()).isZero();
        silent.events.tryEmitNext(new ObjectEvent.Gap());
        silent.settle();
        assertThat(silent.backend.launched()).isEqualTo(4);
    }

    @Test
    void anEventSourceThatDoesNotBeginIsNotWaitedForWithoutEnd() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(silent, silent.map(Flux.just(0)));
        silent.pass(Duration.ofSeconds(10));
        ManualAttempt attempt = silent.attempt(0);
        silent.write(attempt, 5);
        // Late, but better than never: what was written meanwhile is looked for.
        silent.events.tryEmitNext(new ObjectEvent.Gap());
        silent.settle();
        assertThat(values(subscriber)).containsExactly(5);
    }

    @Test
    void anEventSourceThatFailsAtItsStartIsDoneWithout() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(silent, silent.map(Flux.range(0, 2)));
        silent.events.tryEmitError(new IllegalStateException("no rights"));
        silent.settle();
        assertThat(silent.backend.launched()).isEqualTo(2);
        ManualAttempt first = silent.attempt(0);
        silent.write(first, 1);
        first.finished();
        silent.write(silent.attempt(1), 2);
        silent.settle();
        assertThat(values(subscriber)).containsExactly(1);
        // Neither an event nor an end tells of the second; the sweep does.
        silent.pass(Duration.ofSeconds(30));
        assertThat(values(subscriber)).containsExactly(1, 2);
    }

    @Test
    void anEventSourceThatFailsUnderWayIsDoneWithout() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness, harness.map(Flux.range(0, 2)));
        harness.succeed(harness.attempt(0), 1);
        harness.events.tryEmitError(new IllegalStateException("rights were taken away"));
        harness.settle();
        ManualAttempt second = harness.attempt(1);
        harness.write(second, 2);
        second.finished();
        harness.settle();
        assertThat(values(subscriber)).containsExactly(1, 2);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aJobThatIsCancelledBeforeItsEventSourceBeginsLeavesNothing() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(silent, silent.map(Flux.just(0)));
        assertThat(silent.events.currentSubscriberCount()).isEqualTo(1);
        subscriber.cancel();
        silent.settle();
        assertThat(silent.events.currentSubscriberCount()).isZero();
        assertThat(silent.objectNames()).isEmpty();
        assertThat(silent.timers()).isZero();
        silent.pass(Duration.ofMinutes(1));
        assertThat(silent.backend.launched()).isZero();
    }

    @Test
    void aHealthyTaskThatIsWaitedForCostsOneReadAndNoListing() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness, harness.map(Flux.range(0, 10)));
        while (!harness.backend.running().isEmpty()) {
            harness.succeedAll();
        }
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(harness.recorded.count(Operation.STAT)).isZero();
        assertThat(harness.recorded.count(Operation.GET)).isEqualTo(10);
        // The inputs, the job's own object and its lease.
        assertThat(harness.recorded.count(Operation.PUT)).isEqualTo(12);
        harness.engine.close().subscribe();
        harness.settle();
        assertThat(harness.recorded.count(Operation.LIST)).isZero();
    }

    @Test
    void whatIsNotAskedForYetIsLookedAtAndReadWhenItIs() {
        for (boolean ordered : new boolean[] {true, false}) {
            EngineHarness fresh = new EngineHarness(4);
            Flux<Result<Integer>> results =
                    ordered ? fresh.map(Flux.range(0, 4)) : fresh.mapUnordered(Flux.range(0, 4));
            TestSubscriber<Result<Integer>> subscriber =
                    TestSubscriber.builder().initialRequest(1).build();
            results.subscribe(subscriber);
            fresh.settle();
            fresh.succeedAll();
            assertThat(values(subscriber)).hasSize(1);
            assertThat(fresh.recorded.count(Operation.GET)).isEqualTo(1);
            assertThat(fresh.recorded.count(Operation.STAT)).isEqualTo(3);
            subscriber.request(3);
            fresh.settle();
            assertThat(values(subscriber)).containsExactlyInAnyOrder(0, 10, 20, 30);
            assertThat(fresh.recorded.count(Operation.GET)).isEqualTo(4);
            assertThat(subscriber.isTerminatedComplete()).isTrue();
        }
    }

    @Test
    void aHealthyJobOfFiveMinutesListsItsResultsOnce() {
        subscribe(harness, harness.map(Flux.range(0, 100)));
        for (int second = 0; second < 300; second++) {
            harness.pass(Duration.ofSeconds(1));
        }
        assertThat(harness.recorded.count(Operation.LIST)).isEqualTo(1);
    }

    @Test
    void aHintThatWasLostMakesSweepsFrequentAgain() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness, harness.map(Flux.range(0, 3)));
        harness.pass(Duration.ofSeconds(31));
        harness.write(harness.attempt(0), 1);
        harness.pass(Duration.ofMinutes(5));
        assertThat(values(subscriber)).as("found by the second sweep").containsExactly(1);
        harness.write(harness.attempt(1), 2);
        harness.pass(Duration.ofMinutes(1));
        assertThat(values(subscriber))
                .as("thirty seconds of patience for the hint, and a sweep after thirty more")
                .containsExactly(1, 2);
        assertThat(harness.recorded.count(Operation.LIST)).isEqualTo(3);
    }

    @Test
    void hintsThatComeALittleAfterASweepAreNotLost() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness, harness.map(Flux.range(0, 3)));
        ManualAttempt first = harness.attempt(0);
        ManualAttempt second = harness.attempt(1);
        harness.write(first, 1);
        harness.write(second, 2);
        harness.pass(Duration.ofSeconds(30));
        assertThat(values(subscriber)).containsExactly(1, 2);
        harness.pass(Duration.ofSeconds(5));
        harness.tell(first.spec().address().value());
        second.finished();
        harness.pass(Duration.ofMinutes(4));
        assertThat(harness.recorded.count(Operation.LIST)).isEqualTo(1);
    }

    @Test
    void whatWasMissedWhileTheSourceWasAwayDoesNotMakeSweepsFrequent() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness, harness.map(Flux.range(0, 2)));
        harness.pass(Duration.ofSeconds(31));
        harness.write(harness.attempt(0), 1);
        harness.events.tryEmitNext(new ObjectEvent.Gap());
        harness.settle();
        assertThat(values(subscriber)).containsExactly(1);
        harness.pass(Duration.ofMinutes(4));
        assertThat(harness.recorded.count(Operation.LIST))
                .as("a sweep, and the gap's")
                .isEqualTo(2);
    }

    @Test
    void aPeriodThatWasChosenStays() {
        EngineHarness often = new EngineHarness(EngineHarness.options(4, SweepPeriod.fixed(Duration.ofSeconds(20))));
        subscribe(often, often.map(Flux.range(0, 4)));
        often.pass(Duration.ofSeconds(100));
        assertThat(often.recorded.count(Operation.LIST)).isEqualTo(5);
    }
}
