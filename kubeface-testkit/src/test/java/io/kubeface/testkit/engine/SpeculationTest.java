package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.Speculation;
import io.kubeface.reactor.TaskReport;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.testkit.backend.ManualAttempt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

class SpeculationTest {
    private static final Policies ONCE = Policies.DEFAULT.withSpeculation(Speculation.DEFAULT);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private EngineHarness harness = new EngineHarness(20);

    private TestSubscriber<Result<Integer>> subscribe(Policies policies, int inputs) {
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        harness.map(policies, Flux.range(0, inputs)).subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    private void start() {
        harness.backend.running().forEach(ManualAttempt::started);
        harness.settle();
    }

    /** All tasks from this one on give their number times ten. */
    private void succeedFrom(int first, int last) {
        for (int task = first; task <= last; task++) {
            harness.succeed(harness.attempt(task), task * 10);
        }
    }

    /** Five tasks, of which four are done and the first runs twice. */
    private TestSubscriber<Result<Integer>> rerunOfTheFirstOfFive() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(ONCE, 5);
        start();
        harness.pass(SECOND);
        succeedFrom(1, 4);
        harness.pass(SECOND);
        return subscriber;
    }

    private List<Integer> attemptsAt(int task) {
        return harness.backend.running().stream()
                .filter(attempt -> EngineHarness.number(attempt) == task)
                .map(attempt -> attempt.spec().address().attempt())
                .toList();
    }

    @Test
    void threeThatHangOnTheirFirstAttemptOnlyDoNotKeepTheJobFromItsEnd() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(ONCE, 20);
        start();
        harness.pass(SECOND);
        succeedFrom(3, 19);
        assertThat(harness.runningTasks()).containsExactly(0, 1, 2);
        harness.pass(Duration.ofMillis(20));
        assertThat(harness.runningTasks()).containsExactly(0, 0, 1, 1, 2, 2);
        harness.pass(SECOND);
        succeedFrom(0, 2);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(subscriber.getReceivedOnNext().stream().map(Result::get))
                .containsExactlyElementsOf(
                        Flux.range(0, 20).map(task -> task * 10).toIterable());
        assertThat(harness.backend.running()).isEmpty();
        assertThat(harness.backend.launched()).isEqualTo(23);
        assertThat(harness.objectNames()).isEmpty();
        assertThat(harness.timers()).isZero();
    }

    @Test
    void theLoserIsKilledAtOnceAndTheReportAndTheCountersTellOfIt() {
        TestSubscriber<Result<Integer>> subscriber = rerunOfTheFirstOfFive();
        ManualAttempt first = harness.backend.running().get(0);
        assertThat(attemptsAt(0)).containsExactly(1, 2);
        harness.write(harness.attempt(0), 7);
        harness.tell(harness.attempt(0).spec().address().value());
        assertThat(first.killed()).isTrue();
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        List<TaskReport.AttemptReport> attempts =
                subscriber.getReceivedOnNext().get(0).report().attempts();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).outcome()).isEqualTo("another attempt was first");
        assertThat(attempts.get(1).outcome()).isEqualTo("succeeded");
        JobSnapshot.Speculated speculated =
                harness.engine.jobs().get(0).attempts().speculation();
        assertThat(speculated.launched()).isEqualTo(1);
        assertThat(speculated.won()).isEqualTo(1);
        // The first had run for a second when the second was launched, and for two when it was killed.
        assertThat(speculated.saved()).isBetween(SECOND, SECOND.plusMillis(20));
        assertThat(speculated.wasted()).isEqualTo(SECOND.multipliedBy(2));
    }

    @Test
    void theFirstAttemptMayStillBeFirst() {
        TestSubscriber<Result<Integer>> subscriber = rerunOfTheFirstOfFive();
        ManualAttempt first = harness.backend.running().get(0);
        ManualAttempt second = harness.backend.running().get(1);
        harness.succeed(first, 7);
        assertThat(second.killed()).isTrue();
        assertThat(subscriber.getReceivedOnNext().get(0).get()).isEqualTo(7);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void whatTheLoserWritesLateIsRemoved() {
        harness.backend.holdKills(true);
        TestSubscriber<Result<Integer>> subscriber = rerunOfTheFirstOfFive();
        ManualAttempt loser = harness.backend.running().get(0);
        harness.succeed(harness.attempt(0), 7);
        assertThat(loser.killed()).isTrue();
        harness.writeFailure(loser, "interrupted");
        loser.crashed();
        harness.settle();
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void nothingIsRunTwiceBeforeAllInputsAreLaunched() {
        TestPublisher<Integer> source = TestPublisher.create();
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        harness.map(ONCE, source.flux()).subscribe(subscriber);
        harness.settle();
        for (int task = 0; task < 10; task++) {
            source.next(task);
        }
        start();
        harness.pass(SECOND);
        succeedFrom(1, 9);
        harness.pass(Duration.ofHours(1));
        assertThat(harness.backend.launched()).isEqualTo(10);
        source.complete();
        harness.settle();
        assertThat(attemptsAt(0)).containsExactly(1, 2);
        subscriber.cancel();
        harness.settle();
        assertThat(harness.backend.running()).isEmpty();
    }

    @Test
    void nothingIsRunTwiceBeforeEnoughTasksAreDone() {
        subscribe(ONCE, 20);
        start();
        harness.pass(SECOND);
        succeedFrom(5, 19);
        harness.pass(Duration.ofHours(1));
        assertThat(harness.backend.launched()).isEqualTo(20);
        succeedFrom(4, 4);
        assertThat(harness.backend.launched()).isEqualTo(20);
        // The one that took an hour is among those that are done: now an hour is nothing unusual.
        harness.pass(Duration.ofHours(2));
        assertThat(harness.backend.launched()).isEqualTo(24);
    }

    @Test
    void aRerunResetsTheTimeAndRerunsAreLimited() {
        subscribe(Policies.DEFAULT.withSpeculation(Speculation.DEFAULT.maxReruns(2)), 10);
        start();
        harness.pass(SECOND);
        succeedFrom(1, 9);
        harness.pass(Duration.ofMillis(20));
        assertThat(attemptsAt(0)).containsExactly(1, 2);
        harness.pass(Duration.ofMillis(950));
        assertThat(attemptsAt(0)).containsExactly(1, 2);
        harness.pass(Duration.ofMillis(60));
        assertThat(attemptsAt(0)).containsExactly(1, 2, 3);
        harness.pass(Duration.ofHours(1));
        assertThat(attemptsAt(0)).containsExactly(1, 2, 3);
    }

    @Test
    void rerunsCountAgainstTheLimitAndTheOldestComesFirst() {
        harness = new EngineHarness(3);
        TestSubscriber<Result<Integer>> subscriber = subscribe(ONCE, 20);
        // Two hang, one slot does the rest.
        start();
        for (int task = 0; task < 20; task++) {
            if (task != 1 && task != 4) {
                harness.pass(SECOND);
                harness.succeed(harness.attempt(task), task * 10);
                start();
            }
        }
        harness.pass(SECOND);
        assertThat(harness.runningTasks()).containsExactly(1, 1, 4);
        harness.pass(Duration.ofMinutes(1));
        assertThat(harness.runningTasks()).containsExactly(1, 1, 4);
        harness.succeed(harness.attempt(1), 10);
        harness.settle();
        assertThat(harness.runningTasks()).containsExactly(4, 4);
        harness.succeed(harness.attempt(4), 40);
        assertThat(harness.backend.maxRunning()).isEqualTo(3);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(subscriber.getReceivedOnNext()).hasSize(20);
    }

    @Test
    void aRerunThatCrashesLeavesTheTaskToTheOther() {
        TestSubscriber<Result<Integer>> subscriber = rerunOfTheFirstOfFive();
        ManualAttempt first = harness.backend.running().get(0);
        harness.backend.running().get(1).crashed();
        harness.pass(Duration.ofMinutes(5));
        assertThat(attemptsAt(0)).containsExactly(1);
        harness.succeed(first, 7);
        Result<Integer> result = subscriber.getReceivedOnNext().get(0);
        assertThat(result.get()).isEqualTo(7);
        assertThat(result.report().attempts().get(1).kind()).contains(FailureKind.WORKER_CRASH);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aRerunThatIsLostForGoodLeavesTheTaskToTheOtherToo() {
        TestSubscriber<Result<Integer>> subscriber = rerunOfTheFirstOfFive();
        ManualAttempt first = harness.backend.running().get(0);
        harness.backend.running().get(1).ended(new Exit(FailureKind.OUT_OF_MEMORY, "a smaller machine", "", List.of()));
        harness.settle();
        assertThat(subscriber.isTerminated()).isFalse();
        harness.succeed(first, 7);
        assertThat(subscriber.getReceivedOnNext().get(0).get()).isEqualTo(7);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void whenBothAreLostTheTaskIsTriedAgainAsAnyOther() {
        TestSubscriber<Result<Integer>> subscriber = rerunOfTheFirstOfFive();
        harness.backend.running().forEach(ManualAttempt::crashed);
        harness.settle();
        harness.pass(Duration.ofMinutes(1));
        assertThat(attemptsAt(0)).containsExactly(3);
        harness.succeed(harness.attempt(0), 7);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aFailureOfOneThatIsTriedAgainLeavesTheOtherRunning() {
        TestSubscriber<Result<Integer>> subscriber = subscribe(ONCE.withRetry(RetryPolicy.userErrors(1)), 5);
        start();
        harness.pass(SECOND);
        succeedFrom(1, 4);
        harness.pass(SECOND);
        ManualAttempt rerun = harness.backend.running().get(1);
        harness.writeFailure(rerun, "busy");
        rerun.finished();
        harness.pass(Duration.ofMinutes(5));
        assertThat(attemptsAt(0)).containsExactly(1);
        harness.succeed(harness.attempt(0), 7);
        assertThat(subscriber.getReceivedOnNext().get(0).get()).isEqualTo(7);
    }

    @Test
    void aFailureThatIsFinalIsAResultAndTheOtherIsKilled() {
        TestSubscriber<Result<Integer>> subscriber = rerunOfTheFirstOfFive();
        ManualAttempt rerun = harness.backend.running().get(1);
        harness.writeFailure(rerun, "/ by zero");
        rerun.finished();
        harness.settle();
        assertThat(harness.backend.running()).isEmpty();
        assertThat(subscriber.getReceivedOnNext().get(0).failure().orElseThrow().kind())
                .isEqualTo(FailureKind.USER_ERROR);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void withoutItNothingIsRunTwice() {
        subscribe(Policies.DEFAULT, 20);
        start();
        harness.pass(SECOND);
        succeedFrom(1, 19);
        harness.pass(Duration.ofHours(12));
        assertThat(harness.backend.launched()).isEqualTo(20);
    }
}
