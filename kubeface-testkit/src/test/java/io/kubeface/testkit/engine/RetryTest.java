package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.testkit.backend.ManualAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

class RetryTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final EngineHarness harness = new EngineHarness(4);

    private TestSubscriber<Result<Integer>> subscribe(Policies policies, int inputs) {
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        harness.map(policies, Flux.range(0, inputs)).subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    private static Policies retrying(RetryPolicy policy) {
        return Policies.DEFAULT.withRetry(policy);
    }

    private static Result<Integer> only(TestSubscriber<Result<Integer>> subscriber) {
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(subscriber.getReceivedOnNext()).hasSize(1);
        return subscriber.getReceivedOnNext().get(0);
    }

    private void failFunction(ManualAttempt attempt, String message) {
        harness.writeFailure(attempt, message);
        harness.tell(attempt.spec().address().failure());
        attempt.finished();
        harness.settle();
    }

    @Test
    void aFailureOfTheFunctionIsTriedAgainAndALaterValueWins() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(retrying(RetryPolicy.userErrors(2)), 1);
        failFunction(harness.attempt(0), "not yet");
        assertThat(harness.backend.running()).isEmpty();
        assertThat(subscriber.isTerminated()).isFalse();
        harness.pass(Duration.ofSeconds(1));
        // The failure of the first attempt is still there, and must not settle the task.
        ManualAttempt second = harness.attempt(0);
        harness.tell(second.spec().address().failure());
        assertThat(second.spec().address().attempt()).isEqualTo(2);
        harness.succeed(second, 7);
        Result<Integer> result = only(subscriber);
        assertThat(result.get()).isEqualTo(7);
        assertThat(result.report().attempts().get(0).kind()).contains(FailureKind.USER_ERROR);
        assertThat(result.report().attempts().get(0).cause().orElseThrow().message())
                .isEqualTo("not yet");
        assertThat(result.report().attempts().get(1).kind()).isEmpty();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void aFailureThatComesEachTimeIsToldWithAllAttempts() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(retrying(RetryPolicy.userErrors(2)), 1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            harness.attempt(0).started();
            failFunction(harness.attempt(0), "failed " + attempt);
            harness.pass(LONG);
        }
        Failure<Integer> failure = only(subscriber).failure().orElseThrow();
        assertThat(failure.cause().message()).isEqualTo("failed 3");
        assertThat(failure.report().attempts()).hasSize(3).allSatisfy(attempt -> {
            assertThat(attempt.kind()).contains(FailureKind.USER_ERROR);
            assertThat(attempt.cause().orElseThrow().message()).isEqualTo("failed " + attempt.number());
            assertThat(attempt.place()).isEqualTo("manual attempt on localhost");
            assertThat(attempt.started()).isPresent();
            assertThat(attempt.ended()).isPresent();
        });
        assertThat(harness.backend.launched()).isEqualTo(3);
    }

    @Test
    void onlyFailuresThatMeetTheConditionAreTriedAgain() {
        RetryPolicy busy =
                RetryPolicy.userErrors(5).onlyIf(failure -> failure.message().contains("busy"));
        TestSubscriber<Result<Integer>> subscriber = subscribe(retrying(busy), 1);
        failFunction(harness.attempt(0), "the service is busy");
        harness.pass(LONG);
        failFunction(harness.attempt(0), "no such user");
        assertThat(only(subscriber).failure().orElseThrow().cause().message()).isEqualTo("no such user");
        assertThat(harness.backend.launched()).isEqualTo(2);
    }

    @Test
    void aConditionThatThrowsMeansNoRetry() {
        RetryPolicy broken = RetryPolicy.userErrors(5).onlyIf(failure -> {
            throw new IllegalStateException("broken condition");
        });
        TestSubscriber<Result<Integer>> subscriber = subscribe(retrying(broken), 1);
        failFunction(harness.attempt(0), "odd");
        assertThat(only(subscriber).failure().orElseThrow().cause().message()).isEqualTo("odd");
    }

    @Test
    void inAGroupOneFailureThatMeetsTheConditionIsEnough() {
        RetryPolicy busy =
                RetryPolicy.userErrors(1).onlyIf(failure -> failure.message().equals("busy"));
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        harness.engine
                .<Integer, Integer>job(EngineHarness.plan(true, 3, Optional.empty(), retrying(busy)), Flux.range(0, 3))
                .subscribe(subscriber);
        harness.settle();
        ManualAttempt first = harness.attempt(0);
        harness.put(
                first,
                first.spec().address().failure(),
                List.of(
                        new ItemOutcome.Value(1, 0),
                        new ItemOutcome.Failed(FailureReport.of(FailureKind.USER_ERROR, "E", "odd")),
                        new ItemOutcome.Failed(FailureReport.of(FailureKind.USER_ERROR, "E", "busy"))));
        first.finished();
        harness.pass(LONG);
        harness.succeed(harness.attempt(0), 1, 2, 3);
        assertThat(subscriber.getReceivedOnNext().stream().map(Result::get)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"OUT_OF_MEMORY", "CODE_MISMATCH", "UNREADABLE_INPUT"})
    void whatTheWorkerSaysWouldEndAlikeIsNotTriedAgainWhateverThePolicy(FailureKind kind) {
        TestSubscriber<Result<Integer>> subscriber = subscribe(retrying(RetryPolicy.userErrors(5)), 1);
        ManualAttempt failing = harness.attempt(0);
        harness.writeFailure(failing, kind, "said by the worker");
        failing.finished();
        harness.pass(LONG);
        assertThat(only(subscriber).failure().orElseThrow().kind()).isEqualTo(kind);
        assertThat(harness.backend.launched()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"OUT_OF_MEMORY", "UNSCHEDULABLE", "IMAGE", "CODE_MISMATCH", "LAUNCH"})
    void whatThePlatformSaysWouldEndAlikeIsNotTriedAgain(FailureKind kind) {
        TestSubscriber<Result<Integer>> subscriber = subscribe(retrying(RetryPolicy.userErrors(5)), 1);
        harness.attempt(0).ended(new Exit(kind, "said by the platform", "", List.of("evidence")));
        harness.pass(LONG);
        Failure<Integer> failure = only(subscriber).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.reason()).isEqualTo("said by the platform");
        assertThat(failure.evidence()).containsExactly("evidence");
        assertThat(failure.report().attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.kind()).contains(kind));
    }

    @Test
    void disruptionsAreNotChargedToTheBudgetOfCrashes() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(Policies.DEFAULT, 1);
        for (int i = 0; i < 10; i++) {
            harness.attempt(0).ended(new Exit(FailureKind.DISRUPTED, "evicted", "", List.of()));
            harness.pass(LONG);
        }
        for (int i = 0; i < 3; i++) {
            harness.attempt(0).crashed();
            harness.pass(LONG);
        }
        harness.succeed(harness.attempt(0), 1);
        assertThat(only(subscriber).report().attempts()).hasSize(14);
    }

    @Test
    void aRefusedLaunchIsTriedAgainWhenThePlatformSaysAndNotBefore() {
        harness.backend.refuseNextLaunch(
                new LaunchException(FailureKind.LAUNCH, true, Duration.ofSeconds(30), "too many requests", null));
        TestSubscriber<Result<Integer>> subscriber = subscribe(Policies.DEFAULT, 1);
        harness.pass(Duration.ofSeconds(29));
        assertThat(harness.backend.launched()).isZero();
        harness.pass(Duration.ofSeconds(1));
        harness.succeed(harness.attempt(0), 1);
        assertThat(only(subscriber).report().attempts()).hasSize(2);
    }

    @Test
    void anAttemptThatRunsLongerThanTheTimeoutIsKilledAndFails() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(Policies.DEFAULT.withTimeout(Duration.ofMinutes(10)), 1);
        harness.pass(Duration.ofHours(1));
        // It has not started yet.
        ManualAttempt hanging = harness.attempt(0).started();
        harness.settle();
        harness.pass(Duration.ofSeconds(599));
        assertThat(hanging.killed()).isFalse();
        harness.pass(Duration.ofSeconds(1));
        assertThat(hanging.killed()).isTrue();
        Failure<Integer> failure = only(subscriber).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(failure.cause().message()).contains("PT10M");
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void aTimeoutIsTriedAgainIfThePolicySaysSo() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(
                retrying(RetryPolicy.userErrors(1).onlyIf(failure -> failure.kind() == FailureKind.TIMEOUT))
                        .withTimeout(Duration.ofMinutes(10)),
                1);
        harness.attempt(0).started();
        harness.settle();
        harness.pass(Duration.ofMinutes(11));
        harness.succeed(harness.attempt(0), 5);
        Result<Integer> result = only(subscriber);
        assertThat(result.get()).isEqualTo(5);
        assertThat(result.report().attempts().get(0).kind()).contains(FailureKind.TIMEOUT);
    }

    @Test
    void aValueThatNobodyToldOfIsFoundWhenTheTimeoutHasPassed() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(Policies.DEFAULT.withTimeout(Duration.ofSeconds(10)), 1);
        ManualAttempt silent = harness.attempt(0).started();
        harness.settle();
        harness.write(silent, 5);
        harness.pass(Duration.ofSeconds(10));
        assertThat(subscriber.getReceivedOnNext().get(0).get()).isEqualTo(5);
    }

    @Test
    void aValueThatIsWrittenWhileTheAttemptIsBeingKilledCounts() {
        harness.backend.holdKills(true);
        TestSubscriber<Result<Integer>> subscriber = subscribe(Policies.DEFAULT.withTimeout(Duration.ofSeconds(10)), 1);
        ManualAttempt late = harness.attempt(0).started();
        harness.settle();
        harness.pass(Duration.ofSeconds(10));
        assertThat(late.killed()).isTrue();
        harness.write(late, 5);
        late.crashed();
        harness.settle();
        assertThat(only(subscriber).get()).isEqualTo(5);
    }

    @Test
    void aFailureThatTheKillItselfCausedIsNotToldInsteadOfTheTimeout() {
        harness.backend.holdKills(true);
        TestSubscriber<Result<Integer>> subscriber = subscribe(Policies.DEFAULT.withTimeout(Duration.ofSeconds(10)), 1);
        ManualAttempt late = harness.attempt(0).started();
        harness.settle();
        harness.pass(Duration.ofSeconds(10));
        harness.writeFailure(late, "interrupted");
        late.crashed();
        harness.settle();
        assertThat(only(subscriber).failure().orElseThrow().kind()).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void aFailureThatWasThereBeforeTheTimeoutIsToldInsteadOfIt() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(Policies.DEFAULT.withTimeout(Duration.ofSeconds(10)), 1);
        ManualAttempt failing = harness.attempt(0).started();
        harness.settle();
        harness.writeFailure(failing, "odd");
        harness.pass(Duration.ofSeconds(10));
        // As after any failure, it has a grace to end by itself.
        assertThat(failing.killed()).isFalse();
        harness.pass(Duration.ofSeconds(10));
        assertThat(failing.killed()).isTrue();
        assertThat(only(subscriber).failure().orElseThrow().cause().message()).isEqualTo("odd");
    }

    @Test
    void anAttemptThatDoesNotStartIsKilledWhenTheSchedulingTimeoutHasPassed() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribe(Policies.DEFAULT.withSchedulingTimeout(Duration.ofMinutes(5)), 2);
        harness.attempt(1).started();
        harness.settle();
        harness.pass(Duration.ofMinutes(5));
        assertThat(harness.runningTasks()).containsExactly(1);
        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.UNSCHEDULABLE);
        assertThat(failure.cause().message()).contains("PT5M");
        harness.pass(Duration.ofDays(2));
        assertThat(harness.runningTasks()).containsExactly(1);
    }

    @Test
    void byDefaultAnAttemptMayWaitForADayAndRunWithoutEnd() {
        subscribe(Policies.DEFAULT, 2);
        harness.attempt(1).started();
        harness.settle();
        harness.pass(Duration.ofHours(24).minusSeconds(1));
        assertThat(harness.runningTasks()).containsExactly(0, 1);
        harness.pass(Duration.ofSeconds(1));
        assertThat(harness.runningTasks()).containsExactly(1);
        harness.pass(Duration.ofDays(7));
        assertThat(harness.runningTasks()).containsExactly(1);
    }

    @Test
    void noTimerIsLeftOfAttemptsThatEnded() {
        TestSubscriber<Result<Integer>> subscriber =
                subscribe(retrying(RetryPolicy.userErrors(3)).withTimeout(Duration.ofDays(1)), 10_000);
        int before = harness.timers();
        for (int round = 0; round < 20; round++) {
            harness.backend.running().forEach(ManualAttempt::started);
            harness.settle();
            harness.succeedAll();
        }
        assertThat(harness.timers()).isEqualTo(before);
        subscriber.cancel();
        harness.settle();
    }

    @Test
    void cancellingDuringThePauseBeforeAnotherAttemptEndsTheJob() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(retrying(RetryPolicy.userErrors(2)), 1);
        failFunction(harness.attempt(0), "not yet");
        subscriber.cancel();
        harness.settle();
        assertThat(harness.objectNames()).isEmpty();
        harness.pass(LONG);
        assertThat(harness.backend.launched()).isEqualTo(1);
    }
}
