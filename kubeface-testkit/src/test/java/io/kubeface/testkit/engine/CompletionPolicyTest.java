package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.JobFailedException;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.TaskFailedException;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.engine.JobPlan;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.reactor.engine.Storing;
import io.kubeface.testkit.backend.ManualAttempt;
import io.kubeface.testkit.store.StoreCall;
import io.kubeface.testkit.store.StoreFaults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

class CompletionPolicyTest {
    /** What befalls the engine's calls of the store. */
    private StoreFaults faults = call -> StoreFaults.Fault.NONE;

    private final EngineHarness harness = new EngineHarness(EngineHarness.options(4), call -> faults.befalling(call));

    private TestSubscriber<Result<Integer>> subscribe(CompletionPolicy policy, int inputs) {
        return subscribeWith(Long.MAX_VALUE, policy, 1, Flux.range(0, inputs));
    }

    private TestSubscriber<Result<Integer>> subscribeWith(
            long demand, CompletionPolicy policy, int itemsPerTask, Publisher<Integer> inputs) {
        JobPlan<Integer, Integer> plan =
                EngineHarness.plan(true, itemsPerTask, Optional.empty(), Policies.DEFAULT.withCompletion(policy));
        return subscribe(demand, plan, inputs);
    }

    private TestSubscriber<Result<Integer>> subscribe(
            long demand, JobPlan<Integer, Integer> plan, Publisher<Integer> inputs) {
        TestSubscriber<Result<Integer>> subscriber =
                TestSubscriber.builder().initialRequest(demand).build();
        harness.engine.job(plan, inputs).subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    private void fail(int task, String message) {
        ManualAttempt attempt = harness.attempt(task);
        harness.writeFailure(attempt, message);
        attempt.finished();
        harness.settle();
    }

    private static List<Long> indices(TestSubscriber<Result<Integer>> subscriber) {
        return subscriber.getReceivedOnNext().stream().map(Result::index).toList();
    }

    private static JobFailedException error(TestSubscriber<Result<Integer>> subscriber) {
        return (JobFailedException) subscriber.expectTerminalError();
    }

    private void assertNothingIsLeft() {
        assertThat(harness.backend.running()).isEmpty();
        assertThat(harness.objectNames()).isEmpty();
        assertThat(harness.timers()).isZero();
    }

    @Test
    void theFirstFailureEndsAJobThatFailsFastAndTheErrorSaysAllOfIt() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(CompletionPolicy.failFast(), 100);
        harness.succeed(harness.attempt(0), 0);
        fail(2, "/ by zero");
        JobFailedException error = error(subscriber);
        assertThat(error)
                .hasMessageContaining("an input failed (failFast)")
                .hasMessageContaining("1 succeeded, 1 failed")
                .hasCauseInstanceOf(TaskFailedException.class);
        assertThat(error.getCause()).hasMessageContaining("/ by zero").hasMessageContaining("input 2");
        assertThat(error.succeeded()).isEqualTo(1);
        assertThat(error.failed()).isEqualTo(1);
        assertThat(error.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.index()).isEqualTo(2));
        // Input 1 was under way and is left out; input 2 was known and asked for.
        assertThat(indices(subscriber)).containsExactly(0L, 2L);
        assertNothingIsLeft();
    }

    @Test
    void aJobThatFailsDoesNotWaitForRequests() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(1, CompletionPolicy.failFast(), 1, Flux.range(0, 100));
        harness.succeed(harness.attempt(1), 10);
        harness.succeed(harness.attempt(2), 20);
        fail(3, "/ by zero");
        assertThat(indices(subscriber)).containsExactly(1L);
        assertThat(error(subscriber).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause().message()).isEqualTo("/ by zero"));
        assertNothingIsLeft();
    }

    @Test
    void afterAllEverythingRunsAndOnlyTheEndDiffers() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(CompletionPolicy.afterAll(), 8);
        fail(0, "first");
        fail(3, "second");
        while (!harness.backend.running().isEmpty()) {
            harness.succeedAll();
        }
        assertThat(indices(subscriber)).hasSize(8);
        assertThat(error(subscriber))
                .hasMessageContaining("afterAll")
                .hasMessageContaining("Of 8 inputs taken, 6 succeeded, 2 failed, 0 had no outcome");
        assertThat(error(subscriber).getSuppressed()).hasSize(1);
        assertNothingIsLeft();
    }

    @Test
    void afterAllASlowSubscriberGetsEachResultBeforeTheError() {
        TestSubscriber<Result<Integer>> subscriber = subscribeWith(1, CompletionPolicy.afterAll(), 1, Flux.range(0, 3));
        fail(0, "first");
        harness.succeedAll();
        harness.succeedAll();
        assertThat(subscriber.isTerminated()).isFalse();
        subscriber.request(1);
        harness.settle();
        assertThat(subscriber.isTerminated()).isFalse();
        subscriber.request(1);
        harness.settle();
        assertThat(indices(subscriber)).containsExactly(0L, 1L, 2L);
        assertThat(error(subscriber).failed()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void aPolicyThatNothingOffendsCompletes() {
        for (CompletionPolicy policy : List.of(
                CompletionPolicy.failFast(),
                CompletionPolicy.afterAll(),
                CompletionPolicy.toleratedFailures(0),
                CompletionPolicy.toleratedFailurePercentage(0))) {
            TestSubscriber<Result<Integer>> subscriber = subscribe(policy, 4);
            harness.succeedAll();
            assertThat(subscriber.isTerminatedComplete()).isTrue();
            assertThat(indices(subscriber)).hasSize(4);
        }
    }

    @Test
    void enoughSuccessesEndTheJobAndTheRestIsKilled() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(CompletionPolicy.minSuccessful(2), 100);
        fail(1, "odd");
        harness.succeed(harness.attempt(3), 30);
        harness.succeed(harness.attempt(2), 20);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(indices(subscriber)).containsExactly(1L, 2L, 3L);
        assertNothingIsLeft();
    }

    @Test
    void whatSucceededIsGivenAsItIsAskedForAlsoAfterTheDecision() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(1, CompletionPolicy.minSuccessful(3), 1, Flux.range(0, 100));
        harness.succeed(harness.attempt(1), 10);
        harness.succeed(harness.attempt(2), 20);
        harness.succeed(harness.attempt(3), 30);
        assertThat(harness.backend.running()).isEmpty();
        assertThat(indices(subscriber)).containsExactly(1L);
        harness.pass(Duration.ofHours(1));
        assertThat(subscriber.isTerminated()).isFalse();
        subscriber.request(2);
        harness.settle();
        assertThat(subscriber.getReceivedOnNext().stream().map(Result::get)).containsExactly(10, 20, 30);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void successesThatCannotBeReachedAnyMoreEndTheJob() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(CompletionPolicy.minSuccessful(3), 4);
        fail(0, "odd");
        assertThat(subscriber.isTerminated()).isFalse();
        fail(1, "odd");
        assertThat(error(subscriber)).hasMessageContaining("no 3 inputs can succeed");
        assertNothingIsLeft();
    }

    @Test
    void failuresAreToleratedUpToANumber() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(CompletionPolicy.toleratedFailures(2), 100);
        fail(0, "a");
        fail(1, "b");
        assertThat(subscriber.isTerminated()).isFalse();
        fail(2, "c");
        assertThat(error(subscriber).failures())
                .extracting(failure -> failure.cause().message())
                .containsExactly("a", "b", "c");
        assertNothingIsLeft();
    }

    @Test
    void noErrorCarriesMoreThanTenFailures() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(CompletionPolicy.toleratedFailures(29), 100);
        for (int task = 0; task < 30; task++) {
            fail(task, "failure " + task);
        }
        assertThat(error(subscriber).failures()).hasSize(10);
        assertThat(error(subscriber).failed()).isEqualTo(30);
    }

    @Test
    void aPercentageWaitsForTheTotal() {
        TestPublisher<Integer> source = TestPublisher.create();
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(Long.MAX_VALUE, CompletionPolicy.toleratedFailurePercentage(50), 1, source.flux());
        source.next(0, 1);
        harness.settle();
        fail(0, "a");
        fail(1, "b");
        assertThat(subscriber.isTerminated()).isFalse();
        source.next(2);
        source.complete();
        harness.settle();
        assertThat(error(subscriber)).hasMessageContaining("more than 50 % of the inputs failed");
        assertNothingIsLeft();
    }

    @Test
    void aTotalThatWasAnnouncedLetsAPercentageDecideAtOnceUnlessMoreCome() {
        JobPlan<Integer, Integer> plan = new JobPlan<>(
                "test",
                true,
                input -> input,
                1,
                Optional.empty(),
                OptionalLong.of(3),
                Optional.empty(),
                Policies.DEFAULT.withCompletion(CompletionPolicy.toleratedFailurePercentage(50)),
                Storing.DEFAULT);
        TestPublisher<Integer> source = TestPublisher.create();
        TestSubscriber<Result<Integer>> subscriber = subscribe(Long.MAX_VALUE, plan, source.flux());
        source.next(0, 1);
        harness.settle();
        fail(0, "a");
        assertThat(subscriber.isTerminated()).isFalse();
        fail(1, "b");
        assertThat(error(subscriber).failed()).isEqualTo(2);

        TestPublisher<Integer> longer = TestPublisher.create();
        TestSubscriber<Result<Integer>> more = subscribe(Long.MAX_VALUE, plan, longer.flux());
        longer.next(0, 1, 2, 3);
        harness.settle();
        fail(0, "a");
        fail(1, "b");
        assertThat(more.isTerminated()).isFalse();
        more.cancel();
        harness.settle();
    }

    @Test
    void inAGroupOnlyTheInputsThatFailedAreCounted() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(Long.MAX_VALUE, CompletionPolicy.toleratedFailures(1), 3, Flux.range(0, 6));
        ItemOutcome value = new ItemOutcome.Value(1, 0);
        ItemOutcome failed = new ItemOutcome.Failed(FailureReport.of(FailureKind.USER_ERROR, "E", "odd"));
        for (int task = 0; task < 2; task++) {
            assertThat(subscriber.isTerminated()).isFalse();
            ManualAttempt attempt = harness.attempt(task);
            harness.put(attempt, attempt.spec().address().failure(), List.of(value, failed, value));
            attempt.finished();
            harness.settle();
        }
        assertThat(error(subscriber).failed()).isEqualTo(2);
        assertThat(error(subscriber).succeeded()).isEqualTo(4);
        assertThat(error(subscriber).failures()).hasSize(2);
        assertThat(indices(subscriber)).hasSize(6);
        assertNothingIsLeft();
    }

    @Test
    void aGroupOfWhichOneFailedAndThatCannotBeReadAnyMoreCountsAsFailedWhole() throws Exception {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(Long.MAX_VALUE, CompletionPolicy.toleratedFailures(1), 3, Flux.range(0, 6));
        ManualAttempt attempt = harness.attempt(1);
        harness.writeMixed(attempt, 2, "odd");
        attempt.finished();
        harness.settle();
        assertThat(subscriber.isTerminated()).isFalse();
        harness.store.put(
                attempt.spec().address().failure().path(), PutMode.REPLACE, "", out -> out.write(new byte[] {1, 2, 3}));

        harness.succeed(harness.attempt(0), 0, 1, 2);

        assertThat(error(subscriber).failed()).isEqualTo(3);
        assertThat(error(subscriber).succeeded()).isEqualTo(3);
        assertThat(error(subscriber).failures()).hasSize(3);
        assertNothingIsLeft();
    }

    @Test
    void aGroupThatCouldNotBeReadWhenItWasCountedIsGivenAsItWasCounted() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(Long.MAX_VALUE, CompletionPolicy.toleratedFailures(2), 3, Flux.range(0, 6));
        ManualAttempt attempt = harness.attempt(0);
        harness.writeMixed(attempt, 2, "odd");
        forbidRead(attempt.spec().address().failure(), 1);
        attempt.finished();
        harness.settle();

        assertThat(indices(subscriber)).containsExactly(0L, 1L, 2L);
        assertThat(subscriber.getReceivedOnNext())
                .allSatisfy(result ->
                        assertThat(result.failure().orElseThrow().kind()).isEqualTo(FailureKind.STORAGE));
        assertThat(error(subscriber).failed()).isEqualTo(3);
        assertThat(error(subscriber).failures()).hasSize(3);
        assertNothingIsLeft();
    }

    @Test
    void aJobThatFailsTellsOfAsManyFailuresAsItCountedAlsoIfTheyCannotBeReadAnyMore() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(0, CompletionPolicy.toleratedFailures(0), 3, Flux.range(0, 6));
        subscriber.request(1);
        harness.settle();
        ManualAttempt attempt = harness.attempt(1);
        harness.writeMixed(attempt, 2, "odd");
        forbidRead(attempt.spec().address().failure(), 2);
        attempt.finished();
        harness.settle();

        assertThat(error(subscriber).failed()).isEqualTo(1);
        assertThat(error(subscriber).succeeded()).isEqualTo(2);
        assertThat(error(subscriber).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.STORAGE));
        assertNothingIsLeft();
    }

    @Test
    void aJobThatFailsTellsOfNoFailureOfAnInputWhoseValueWasGiven() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(1, CompletionPolicy.toleratedFailures(1), 3, Flux.range(0, 6));
        ManualAttempt attempt = harness.attempt(0);
        ItemOutcome failed = new ItemOutcome.Failed(FailureReport.of(FailureKind.USER_ERROR, "E", "odd"));
        harness.put(attempt, attempt.spec().address().failure(), List.of(new ItemOutcome.Value(1, 0), failed, failed));
        forbidRead(attempt.spec().address().failure(), 3);
        attempt.finished();
        harness.settle();

        assertThat(indices(subscriber)).containsExactly(0L);
        assertThat(subscriber.getReceivedOnNext().get(0).isSuccess()).isTrue();
        assertThat(error(subscriber).failures()).extracting(Failure::index).containsExactly(1L, 2L);
        assertNothingIsLeft();
    }

    @Test
    void aGroupWhoseLastAttemptLeftNothingIsNotCountedByTheFailuresOfAnEarlierOne() {
        TestSubscriber<Result<Integer>> subscriber = subscribeRetrying(CompletionPolicy.minSuccessful(2));
        ManualAttempt attempt = harness.attempt(0);
        harness.writeMixed(attempt, 2, "odd");
        harness.backend.refuseNextLaunch(new LaunchException(FailureKind.LAUNCH, false, "no", null));
        attempt.finished();
        harness.pass(Duration.ofMinutes(1));
        assertThat(indices(subscriber)).containsExactly(0L, 1L, 2L);
        assertThat(subscriber.isTerminated()).isFalse();

        harness.succeed(harness.attempt(1), 3, 4, 5);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(indices(subscriber)).hasSize(6);
        assertNothingIsLeft();
    }

    @Test
    void aFailureThatCouldNotBeReadForARetryIsReadWhenItIsAskedForUnlessItIsCounted() {
        TestSubscriber<Result<Integer>> subscriber = subscribeRetrying(CompletionPolicy.allSettle());
        ManualAttempt attempt = harness.attempt(0);
        harness.writeMixed(attempt, 2, "odd");
        forbidRead(attempt.spec().address().failure(), 1);
        attempt.finished();
        harness.settle();

        assertThat(subscriber.getReceivedOnNext()).extracting(Result::isSuccess).containsExactly(true, true, false);
        assertThat(subscriber
                        .getReceivedOnNext()
                        .get(2)
                        .failure()
                        .orElseThrow()
                        .cause()
                        .message())
                .isEqualTo("odd");
        subscriber.cancel();
        harness.settle();
        assertNothingIsLeft();
    }

    /** Six inputs, three a task, of which a function that fails is tried again once. */
    private TestSubscriber<Result<Integer>> subscribeRetrying(CompletionPolicy policy) {
        Policies policies =
                Policies.DEFAULT.withRetry(RetryPolicy.userErrors(1)).withCompletion(policy);
        return subscribe(Long.MAX_VALUE, EngineHarness.plan(true, 3, Optional.empty(), policies), Flux.range(0, 6));
    }

    /** The nth read of an object is not allowed, but any later one. */
    private void forbidRead(ObjectName.Failure object, int nth) {
        AtomicInteger reads = new AtomicInteger();
        faults = call -> {
            if (call.operation() == StoreCall.Operation.GET
                    && call.names().contains(object.path())
                    && reads.incrementAndGet() == nth) {
                throw new PermanentStorageException("It is not allowed this once.", null);
            }
            return StoreFaults.Fault.NONE;
        };
    }

    @Test
    void aValueThatCannotBeReadCountsAsFailedWhenItIsAskedFor() throws Exception {
        TestSubscriber<Result<Integer>> subscriber = subscribeWith(0, CompletionPolicy.failFast(), 1, Flux.range(0, 3));
        subscriber.request(1);
        harness.settle();
        ManualAttempt damaged = harness.attempt(1);
        damaged.putValue(new byte[] {1, 2, 3});
        damaged.finished();
        harness.settle();
        assertThat(subscriber.isTerminated()).isFalse();
        harness.succeed(harness.attempt(0), 0);
        subscriber.request(1);
        harness.settle();
        assertThat(error(subscriber).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_RESULT));
        assertNothingIsLeft();
    }

    @Test
    void cancellingAfterTheDecisionEndsTheJobToo() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(1, CompletionPolicy.minSuccessful(2), 1, Flux.range(0, 100));
        harness.succeed(harness.attempt(1), 10);
        harness.succeed(harness.attempt(2), 20);
        subscriber.cancel();
        harness.settle();
        assertThat(subscriber.isTerminated()).isFalse();
        assertNothingIsLeft();
    }

    @Test
    void whatIsBeingKilledWhenThePolicyDecidesIsWaitedForAndRemoved() {
        harness.backend.holdKills(true);
        TestSubscriber<Result<Integer>> subscriber = subscribe(CompletionPolicy.failFast(), 2);
        fail(1, "odd");
        ManualAttempt dying = harness.attempt(0);
        assertThat(dying.killed()).isTrue();
        assertThat(subscriber.isTerminated()).isFalse();
        harness.write(dying, 5);
        dying.crashed();
        harness.settle();
        assertThat(error(subscriber).failed()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void theErrorOfTheSourceComesBeforeThatOfThePolicy() {
        TestPublisher<Integer> source = TestPublisher.create();
        TestSubscriber<Result<Integer>> subscriber =
                subscribeWith(Long.MAX_VALUE, CompletionPolicy.afterAll(), 1, source.flux());
        source.next(0);
        source.error(new IllegalStateException("source broke"));
        harness.settle();
        fail(0, "odd");
        assertThat(subscriber.expectTerminalError()).hasMessage("source broke");
    }
}
