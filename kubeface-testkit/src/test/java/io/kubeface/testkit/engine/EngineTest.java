package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.TaskFailedException;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.testkit.backend.ManualAttempt;
import io.kubeface.testkit.store.StoreCall;
import io.kubeface.testkit.store.StoreFaults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

class EngineTest {
    private final EngineHarness harness = new EngineHarness(4);

    private static List<Integer> values(TestSubscriber<Result<Integer>> subscriber) {
        return subscriber.getReceivedOnNext().stream().map(Result::get).toList();
    }

    private TestSubscriber<Result<Integer>> subscribe(Flux<Result<Integer>> flux) {
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        flux.subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    private TestSubscriber<Result<Integer>> subscribeWith(long demand, Flux<Result<Integer>> flux) {
        TestSubscriber<Result<Integer>> subscriber =
                TestSubscriber.builder().initialRequest(demand).build();
        flux.subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    @Test
    void resultsComeInTheOrderOfTheInputsWhateverTheOrderOfTheirEnds() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 4)));
        for (int task : new int[] {3, 1, 2}) {
            harness.succeed(harness.attempt(task), task * 10);
        }
        assertThat(subscriber.getReceivedOnNext()).isEmpty();
        harness.succeed(harness.attempt(0), 0);
        assertThat(values(subscriber)).containsExactly(0, 10, 20, 30);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void unorderedResultsComeAsTheirTasksEnd() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.mapUnordered(Flux.range(0, 4)));
        for (int task : new int[] {3, 1, 2, 0}) {
            harness.succeed(harness.attempt(task), task * 10);
        }
        assertThat(values(subscriber)).containsExactly(30, 10, 20, 0);
        assertThat(subscriber.getReceivedOnNext().stream().map(Result::index)).containsExactly(3L, 1L, 2L, 0L);
    }

    @Test
    void nothingIsTakenOrLaunchedOrWrittenBeforeTheFirstRequest() {
        AtomicInteger pulled = new AtomicInteger();
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(0, harness.map(Flux.range(0, 10).doOnNext(i -> pulled.incrementAndGet())));
        harness.pass(Duration.ofHours(1));
        assertThat(pulled).hasValue(0);
        assertThat(harness.backend.launched()).isZero();
        assertThat(harness.objectNames()).isEmpty();
        subscriber.request(1);
        harness.settle();
        assertThat(harness.backend.launched()).isPositive();
    }

    @Test
    void noMoreAttemptsRunThanMayAndTheSlotOfOneThatEndsIsTakenAtOnce() {
        subscribe(harness.map(Flux.range(0, 100)));
        for (int round = 0; round < 20; round++) {
            assertThat(harness.backend.running()).hasSize(4);
            harness.succeed(harness.backend.running().get(round % 4), 1);
        }
        assertThat(harness.backend.maxRunning()).isEqualTo(4);
    }

    @Test
    void twoJobsOfOneClientShareItsSlots() {
        TestSubscriber<Result<Integer>> first = subscribe(harness.map(Flux.range(0, 20)));
        TestSubscriber<Result<Integer>> second = subscribe(harness.map(Flux.range(0, 20)));
        while (!harness.backend.running().isEmpty()) {
            harness.succeedAll();
        }
        assertThat(harness.backend.maxRunning()).isEqualTo(4);
        assertThat(first.isTerminatedComplete()).isTrue();
        assertThat(second.isTerminatedComplete()).isTrue();
    }

    @Test
    void aSlowSubscriberMeansFewerAttempts() {
        AtomicInteger pulled = new AtomicInteger();
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(1, harness.map(Flux.<Integer>generate(sink -> sink.next(pulled.getAndIncrement()))));
        for (int emitted = 0; emitted < 50; emitted++) {
            // Demand 1 and prefetch 4, beyond what was emitted.
            assertThat(pulled.get() - subscriber.getReceivedOnNext().size()).isBetween(1, 5);
            while (subscriber.getReceivedOnNext().size() == emitted) {
                harness.succeedAll();
            }
            assertThat(subscriber.getReceivedOnNext()).hasSize(emitted + 1);
            harness.succeedAll();
            assertThat(harness.backend.running()).isEmpty();
            subscriber.request(1);
            harness.settle();
        }
    }

    @Test
    void aStragglerAtTheHeadIdlesNoSlotUntilTheWindowIsFull() {
        EngineHarness wide = new EngineHarness(EngineHarness.options(4, 20, 4));
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        wide.map(Flux.range(0, 100)).subscribe(subscriber);
        wide.settle();
        for (int ended = 0; ended < 16; ended++) {
            assertThat(wide.backend.running()).hasSize(4);
            wide.succeed(wide.backend.running().get(1), 7);
        }
        while (wide.backend.running().size() > 1) {
            wide.succeed(wide.backend.running().get(1), 7);
        }
        assertThat(wide.backend.launched()).isEqualTo(20);
        assertThat(subscriber.getReceivedOnNext()).isEmpty();
        wide.succeed(wide.attempt(0), 7);
        assertThat(subscriber.getReceivedOnNext()).hasSize(20);
        assertThat(wide.backend.running()).hasSize(4);
    }

    @Test
    void aCrashedWorkerIsReplacedAtOnceAndTheResultTellsOfBothAttempts() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.just(1)));
        harness.attempt(0).started().crashed();
        harness.settle();
        assertThat(harness.backend.launched()).isEqualTo(2);
        harness.succeed(harness.attempt(0), 10);
        Result<Integer> result = subscriber.getReceivedOnNext().get(0);
        assertThat(result.get()).isEqualTo(10);
        assertThat(result.report().attempts()).hasSize(2);
        assertThat(result.report().attempts().get(0).outcome()).contains("WORKER_CRASH", "signal 9");
        assertThat(result.report().attempts().get(1).outcome()).isEqualTo("succeeded");
    }

    @Test
    void aWorkerThatCrashesEachTimeFailsWhenItsBudgetIsSpent() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 2)));
        for (int attempt = 1; attempt <= 4; attempt++) {
            harness.attempt(0).crashed();
            harness.pass(Duration.ofMinutes(1));
        }
        harness.succeed(harness.attempt(1), 10);
        assertThat(harness.backend.launched()).isEqualTo(5);
        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.WORKER_CRASH);
        assertThat(failure.report().attempts()).hasSize(4);
        assertThat(subscriber.getReceivedOnNext().get(1).get()).isEqualTo(10);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aFailureOfTheFunctionIsAValueAndIsNotTriedAgain() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 2)));
        ManualAttempt failing = harness.attempt(0);
        harness.writeFailure(failing, "/ by zero");
        harness.tell(failing.spec().address().failure());
        assertThat(subscriber.getReceivedOnNext()).isEmpty();
        failing.finished();
        harness.settle();
        harness.succeed(harness.attempt(1), 10);
        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(failure.cause().message()).isEqualTo("/ by zero");
        assertThat(harness.backend.launched()).isEqualTo(2);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void mappingToValuesEndsWithTheFirstFailureAndKillsTheRest() {
        TestSubscriber<Integer> subscriber = TestSubscriber.create();
        harness.map(Flux.range(0, 100)).map(Result::get).subscribe(subscriber);
        harness.settle();
        ManualAttempt failing = harness.attempt(0);
        harness.writeFailure(failing, "/ by zero");
        failing.finished();
        harness.settle();
        assertThat(subscriber.expectTerminalError())
                .isInstanceOf(TaskFailedException.class)
                .hasMessageContaining("/ by zero");
        assertThat(harness.backend.running()).isEmpty();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void cancellingKillsWhatRunsAndRemovesWhatWasWritten() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 100)));
        harness.succeed(harness.attempt(2), 20);
        harness.succeed(harness.attempt(0), 0);
        assertThat(harness.objectNames()).isNotEmpty();
        subscriber.cancel();
        harness.settle();
        assertThat(harness.backend.running()).isEmpty();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void whatAKilledWorkerWritesBeforeItIsGoneIsRemovedToo() {
        harness.backend.holdKills(true);
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 1)));
        ManualAttempt slow = harness.attempt(0);
        subscriber.cancel();
        harness.settle();
        assertThat(slow.killed()).isTrue();
        harness.write(slow, 10);
        slow.crashed();
        harness.settle();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void afterCompletionNothingIsLeftInTheStore() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 30)));
        while (!harness.backend.running().isEmpty()) {
            harness.succeedAll();
        }
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(values(subscriber)).hasSize(30);
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void withNoEventAtAllTheEndsOfWorkersLeadToTheSameResults() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 4)));
        for (int task = 0; task < 4; task++) {
            ManualAttempt attempt = harness.attempt(task);
            harness.write(attempt, task * 10);
            attempt.finished();
        }
        harness.settle();
        assertThat(values(subscriber)).containsExactly(0, 10, 20, 30);
    }

    @Test
    void withNeitherEventNorEndTheSweepFindsTheResultAndTheWorkerIsKilledAfterAGrace() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.just(0)));
        ManualAttempt silent = harness.attempt(0);
        harness.write(silent, 5);
        harness.pass(Duration.ofSeconds(31));
        assertThat(values(subscriber)).containsExactly(5);
        assertThat(silent.killed()).isFalse();
        harness.pass(Duration.ofSeconds(10));
        assertThat(silent.killed()).isTrue();
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aGapInTheEventsLeadsToOneLookAtAll() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 4)));
        harness.write(harness.attempt(0), 1);
        harness.write(harness.attempt(1), 2);
        harness.events.tryEmitNext(new ObjectEvent.Gap());
        harness.settle();
        assertThat(values(subscriber)).containsExactly(1, 2);
    }

    @Test
    void doubledAndForeignHintsChangeNothing() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 2)));
        ManualAttempt attempt = harness.attempt(0);
        for (int i = 0; i < 3; i++) {
            harness.tell(attempt.spec().address().value());
            harness.tell(attempt.spec().address().failure());
        }
        harness.events.tryEmitNext(new ObjectEvent.Written("results/other/0000000000.value"));
        harness.events.tryEmitNext(new ObjectEvent.Written("nonsense"));
        harness.settle();
        assertThat(subscriber.getReceivedOnNext()).isEmpty();
        harness.write(attempt, 1);
        for (int i = 0; i < 3; i++) {
            harness.tell(attempt.spec().address().value());
        }
        attempt.finished();
        harness.succeed(harness.attempt(1), 2);
        assertThat(values(subscriber)).containsExactly(1, 2);
        assertThat(harness.backend.launched()).isEqualTo(2);
    }

    @Test
    void aValueThatALostAttemptWroteLateIsTakenWhileItsSuccessorWaits() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.just(0)));
        harness.attempt(0).crashed();
        harness.settle();
        ManualAttempt second = harness.attempt(0);
        second.crashed();
        harness.settle();
        assertThat(harness.backend.running()).isEmpty();
        harness.write(second, 3);
        harness.tell(second.spec().address().value());
        assertThat(values(subscriber)).containsExactly(3);
        harness.pass(Duration.ofMinutes(5));
        assertThat(harness.backend.launched()).isEqualTo(2);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aStoreThatFailsForAMomentCostsTimeAndNoResult() {
        Map<String, Integer> calls = new HashMap<>();
        // Each call fails twice before it works.
        EngineHarness faulty = new EngineHarness(
                EngineHarness.options(4),
                call -> calls.merge(call.toString(), 1, Integer::sum) <= 2 ? Fault.BEFORE : Fault.NONE);
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        faulty.map(Flux.range(0, 3)).subscribe(subscriber);
        for (int i = 0; i < 60 && !subscriber.isTerminated(); i++) {
            faulty.succeedAll();
            faulty.pass(Duration.ofSeconds(1));
        }
        assertThat(values(subscriber)).containsExactly(0, 10, 20);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aStoreThatLosesAResultIsToldAsAFailureOfThatTask() throws Exception {
        TestSubscriber<Result<Integer>> subscriber = subscribeWith(0, harness.map(Flux.range(0, 2)));
        subscriber.request(1);
        harness.settle();
        ManualAttempt second = harness.attempt(1);
        harness.succeed(second, 10);
        harness.store.delete(List.of(second.spec().address().value().path()));
        harness.succeed(harness.attempt(0), 0);
        subscriber.request(1);
        harness.settle();
        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(1).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_RESULT);
        assertThat(failure.cause().message()).contains("0000000001.value");
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void anEndThatComesWhileTheStoreIsLookedAtLeadsToAnotherLook() {
        AtomicInteger looks = new AtomicInteger();
        EngineHarness slow = new EngineHarness(
                EngineHarness.options(1),
                call -> call.operation() == StoreCall.Operation.STAT && looks.incrementAndGet() == 1
                        ? Fault.BEFORE
                        : Fault.NONE);
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        slow.map(Flux.just(0)).subscribe(subscriber);
        slow.settle();
        ManualAttempt first = slow.attempt(0);
        // A hint of nothing: the look that it leads to takes its time, as its first try fails.
        slow.tell(first.spec().address().value());
        first.crashed();
        slow.settle();
        slow.pass(Duration.ofSeconds(1));
        assertThat(slow.backend.launched()).isEqualTo(2);
        slow.succeed(slow.attempt(0), 5);
        assertThat(values(subscriber)).containsExactly(5);
    }

    @Test
    void anInputThatIsStillBeingWrittenWhenItsJobIsCancelledIsRemovedToo() {
        AtomicInteger puts = new AtomicInteger();
        EngineHarness slow = new EngineHarness(
                EngineHarness.options(1),
                call -> call.names().get(0).startsWith("inputs/") && puts.incrementAndGet() == 1
                        ? Fault.BEFORE
                        : Fault.NONE);
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        slow.map(Flux.just(0)).subscribe(subscriber);
        slow.settle();
        subscriber.cancel();
        slow.settle();
        slow.pass(Duration.ofSeconds(1));
        assertThat(puts.get()).isGreaterThan(1);
        assertThat(slow.objectNames()).isEmpty();
    }

    @Test
    void aSlotGivenToAJobThatIsBeingCancelledIsNotLost() {
        EngineHarness narrow = new EngineHarness(1);
        narrow.map(Flux.just(0)).subscribe();
        TestSubscriber<Result<Integer>> waiting = TestSubscriber.create();
        narrow.map(Flux.just(0)).subscribe(waiting);
        narrow.settle();
        ManualAttempt first = narrow.attempt(0);
        narrow.write(first, 1);
        // Both in one turn of the scheduler: the slot is given while the cancellation is on its way.
        narrow.time.schedule(() -> {
            first.finished();
            waiting.cancel();
        });
        narrow.settle();
        assertThat(narrow.backend.running()).isEmpty();
        narrow.map(Flux.just(0)).subscribe();
        narrow.settle();
        assertThat(narrow.backend.running()).hasSize(1);
    }

    @Test
    void aSourceThatThrowsInsteadOfTellingEndsTheJob() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribe(harness.map(Flux.range(0, 3).map(input -> {
                    throw new NoClassDefFoundError("gone/Missing");
                })));
        assertThat(subscriber.expectTerminalError())
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessage("gone/Missing");
        Publisher<Integer> rude = unwanted -> {
            throw new IllegalStateException("no subscriptions today");
        };
        assertThat(subscribe(harness.map(rude)).expectTerminalError()).hasMessage("no subscriptions today");
    }

    @Test
    void aSourceWhoseCancellationThrowsKeepsNothingFromBeingKilled() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribe(harness.map(subscription -> subscription.onSubscribe(new Subscription() {
                    private boolean asked;

                    @Override
                    public void request(long n) {
                        if (!asked) {
                            asked = true;
                            subscription.onNext(0);
                        }
                    }

                    @Override
                    public void cancel() {
                        throw new IllegalStateException("no cancellations today");
                    }
                })));
        assertThat(harness.backend.running()).hasSize(1);
        subscriber.cancel();
        harness.settle();
        assertThat(harness.backend.running()).isEmpty();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void aWorkerThatLingersAfterItsResultWasGivenIsKilledByACancelAtOnce() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 100)));
        ManualAttempt lingering = harness.attempt(0);
        harness.write(lingering, 0);
        harness.tell(lingering.spec().address().value());
        assertThat(values(subscriber)).containsExactly(0);
        subscriber.cancel();
        harness.settle();
        assertThat(lingering.killed()).isTrue();
        assertThat(harness.backend.running()).isEmpty();
    }

    @Test
    void noTimerIsLeftOfATaskThatIsDone() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 10_000)));
        harness.succeedAll();
        int before = harness.timers();
        for (int i = 0; i < 20; i++) {
            harness.succeedAll();
        }
        assertThat(harness.timers()).isEqualTo(before);
        subscriber.cancel();
    }

    @Test
    void aBackendThatGivesNoAttemptOrThrowsFailsTheTaskAndKeepsNoSlot() {
        for (Mono<Attempt> answer :
                List.of(Mono.<Attempt>empty(), Mono.<Attempt>error(new IllegalStateException("broken backend")))) {
            EngineHarness broken = new EngineHarness(EngineHarness.options(1), answer);
            TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
            broken.map(Flux.range(0, 2)).subscribe(subscriber);
            broken.settle();
            assertThat(subscriber.getReceivedOnNext())
                    .hasSize(2)
                    .allSatisfy(result ->
                            assertThat(result.failure().orElseThrow().kind()).isEqualTo(FailureKind.LAUNCH));
            assertThat(subscriber.isTerminatedComplete()).isTrue();
        }
    }

    @Test
    void nothingIsGivenAfterACancelFromWithinOnNext() {
        List<Result<Integer>> given = new ArrayList<>();
        harness.engine
                .<Integer, Integer>job(EngineHarness.plan(true, 4, Optional.empty()), Flux.range(0, 4))
                .subscribe(new BaseSubscriber<>() {
                    @Override
                    protected void hookOnNext(Result<Integer> result) {
                        given.add(result);
                        cancel();
                    }
                });
        harness.settle();
        harness.succeed(harness.attempt(0), 0, 10, 20, 30);
        assertThat(given).hasSize(1);
    }

    @Test
    void anErrorOfTheSourceComesAfterTheResultsOfWhatItGave() {
        TestPublisher<Integer> source = TestPublisher.create();
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(source.flux()));
        source.next(0, 1);
        source.error(new IllegalStateException("source broke"));
        harness.settle();
        assertThat(subscriber.isTerminated()).isFalse();
        harness.succeedAll();
        assertThat(values(subscriber)).containsExactly(0, 10);
        assertThat(subscriber.expectTerminalError()).hasMessage("source broke");
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void anEmptySourceCompletesAndLaunchesNothing() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.empty()));
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(harness.backend.launched()).isZero();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void closingEndsSubscribersWithAnErrorAndCompletesWhenNothingIsLeft() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 100)));
        TestSubscriber<Void> closing = TestSubscriber.create();
        harness.backend.holdKills(true);
        harness.engine.close().subscribe(closing);
        harness.settle();
        assertThat(closing.isTerminated()).isFalse();
        harness.backend.running().forEach(ManualAttempt::crashed);
        harness.settle();
        assertThat(subscriber.expectTerminalError()).hasMessageContaining("closed");
        assertThat(closing.isTerminatedComplete()).isTrue();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void aClosedEngineRefusesJobs() {
        harness.engine.close().subscribe();
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.just(1)));
        assertThat(subscriber.expectTerminalError()).hasMessageContaining("closed");
    }

    @Test
    void aRequestForNothingIsAnError() {
        TestSubscriber<Result<Integer>> subscriber =
                TestSubscriber.builder().initialRequest(0).build();
        harness.map(Flux.just(1)).subscribe(subscriber);
        List<Throwable> errors = new ArrayList<>();
        harness.map(Flux.just(1)).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(-1);
            }

            @Override
            protected void hookOnError(Throwable error) {
                errors.add(error);
            }
        });
        harness.settle();
        assertThat(errors).singleElement().satisfies(error -> assertThat(error).hasMessageContaining("3.9"));
    }

    @Test
    void inputsAreGroupedAndEachGetsItsOwnResult() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribe(harness.engine.job(EngineHarness.plan(true, 3, Optional.empty()), Flux.range(0, 7)));
        assertThat(harness.runningTasks()).containsExactly(0, 1, 2);
        harness.succeed(harness.attempt(2), 60);
        harness.succeed(harness.attempt(1), 30, 40, 50);
        harness.succeed(harness.attempt(0), 0, 10, 20);
        assertThat(values(subscriber)).containsExactly(0, 10, 20, 30, 40, 50, 60);
        assertThat(subscriber.getReceivedOnNext().stream().map(Result::index))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aWorkerThatFailedBeforeItReadItsInputsFailsItsWholeGroup() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribe(harness.engine.job(EngineHarness.plan(true, 3, Optional.empty()), Flux.range(0, 3)));
        ManualAttempt failing = harness.attempt(0);
        harness.writeFailure(failing, "no such class");
        failing.finished();
        harness.settle();
        assertThat(subscriber.getReceivedOnNext())
                .hasSize(3)
                .allSatisfy(result -> assertThat(
                                result.failure().orElseThrow().cause().message())
                        .isEqualTo("no such class"));
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aGroupThatIsNotFullGoesWhenItHasWaitedLongEnough() {
        TestPublisher<Integer> source = TestPublisher.create();
        subscribe(harness.engine.job(EngineHarness.plan(true, 3, Optional.of(Duration.ofSeconds(5))), source.flux()));
        source.next(0, 1);
        harness.pass(Duration.ofSeconds(4));
        assertThat(harness.backend.launched()).isZero();
        harness.pass(Duration.ofSeconds(1));
        assertThat(harness.backend.launched()).isEqualTo(1);
        source.next(2, 3, 4);
        harness.settle();
        assertThat(harness.backend.launched()).isEqualTo(2);
    }

    @Test
    void aSubscriberThatAskedForPartOfAGroupGetsThatPart() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(2, harness.engine.job(EngineHarness.plan(true, 3, Optional.empty()), Flux.range(0, 3)));
        harness.succeed(harness.attempt(0), 0, 10, 20);
        assertThat(values(subscriber)).containsExactly(0, 10);
        subscriber.request(1);
        harness.settle();
        assertThat(values(subscriber)).containsExactly(0, 10, 20);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aLaunchThatMayWorkLaterIsTriedAgainAndOneThatNeverWillIsNot() {
        harness.backend.refuseNextLaunch(new LaunchException(FailureKind.LAUNCH, true, "too many processes", null));
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.just(0)));
        harness.pass(Duration.ofSeconds(1));
        harness.succeed(harness.attempt(0), 1);
        assertThat(values(subscriber)).containsExactly(1);

        harness.backend.refuseNextLaunch(new LaunchException(FailureKind.LAUNCH, false, "no such java", null));
        TestSubscriber<Result<Integer>> refused = subscribe(harness.map(Flux.just(0)));
        assertThat(refused.getReceivedOnNext()
                        .get(0)
                        .failure()
                        .orElseThrow()
                        .cause()
                        .message())
                .isEqualTo("no such java");
    }

    @Test
    void aBackendThatCanLaunchNothingEndsTheJobBeforeAnyTask() {
        LaunchException refusal = new LaunchException(FailureKind.LAUNCH, false, "no such namespace", null);
        harness.backend.refuseAll(refusal);

        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.map(Flux.range(0, 3)));

        assertThat(subscriber.expectTerminalError()).isSameAs(refusal);
        assertThat(subscriber.getReceivedOnNext()).isEmpty();
        assertThat(harness.backend.running()).isEmpty();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void anInputThatNoTaskWillSeeIsDiscarded() {
        List<Object> discarded = new ArrayList<>();
        TestPublisher<Integer> source = TestPublisher.create();
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness.engine
                .<Integer, Integer>job(EngineHarness.plan(true, 4, Optional.empty()), source.flux())
                .doOnDiscard(Object.class, discarded::add));
        source.next(0, 1, 2, 3, 4);
        harness.settle();
        subscriber.cancel();
        harness.settle();
        // The first four are in the store as a group; the fifth was the beginning of another.
        assertThat(discarded).containsExactly(4);
    }

    @Test
    void aSubscriberThatThrowsCancelsItsJobAndWhatWaitsBehindIsDiscarded() {
        List<Object> discarded = new ArrayList<>();
        harness.engine
                .<Integer, Integer>job(EngineHarness.plan(true, 2, Optional.empty()), Flux.range(0, 20))
                .subscribe(new CoreSubscriber<>() {
                    @Override
                    public Context currentContext() {
                        return Operators.enableOnDiscard(Context.empty(), discarded::add);
                    }

                    @Override
                    public void onSubscribe(Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(Result<Integer> result) {
                        throw new IllegalStateException("subscriber broke");
                    }

                    @Override
                    public void onError(Throwable error) {
                        throw new AssertionError("A cancelled job tells nothing", error);
                    }

                    @Override
                    public void onComplete() {
                        throw new AssertionError("A cancelled job tells nothing");
                    }
                });
        harness.settle();
        harness.succeed(harness.attempt(0), 1, 2);
        assertThat(harness.backend.running()).isEmpty();
        assertThat(harness.objectNames()).isEmpty();
        assertThat(discarded)
                .filteredOn(Result.class::isInstance)
                .singleElement()
                .satisfies(result -> assertThat(((Result<?>) result).get()).isEqualTo(2));
    }

    @Test
    void theSubscribersContextReachesTheManifestByAllowListOnly() {
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        harness.map(Flux.just(1))
                .contextWrite(
                        context -> context.put("traceparent", "00-ab-cd-01").put("password", "secret"))
                .subscribe(subscriber);
        harness.settle();
        assertThat(harness.attempt(0).spec().manifest().propagated())
                .containsOnlyKeys("traceparent")
                .containsEntry("traceparent", "00-ab-cd-01");
    }

    @Test
    void onErrorContinueDownstreamDoesNotChangeTheInside() {
        List<Object> seen = new ArrayList<>();
        TestSubscriber<Integer> subscriber = TestSubscriber.create();
        harness.map(Flux.range(0, 3))
                .map(Result::get)
                .onErrorContinue((error, value) -> seen.add(value))
                .subscribe(subscriber);
        harness.settle();
        ManualAttempt failing = harness.attempt(1);
        harness.writeFailure(failing, "odd");
        failing.finished();
        harness.settle();
        harness.succeedAll();
        assertThat(subscriber.getReceivedOnNext()).containsExactly(0, 20);
        assertThat(seen).singleElement().isInstanceOf(Failure.class);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }
}
