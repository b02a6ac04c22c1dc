package io.kubeface.testkit.engine;

import static io.kubeface.testkit.engine.ReuseBench.KEY;
import static io.kubeface.testkit.engine.ReuseBench.TIMES_TEN;
import static io.kubeface.testkit.engine.ReuseBench.TIMES_TWENTY;
import static io.kubeface.testkit.engine.ReuseBench.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.KeepPolicy;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.Reuse.Verdict;
import io.kubeface.reactor.engine.Storing;
import io.kubeface.testkit.backend.ManualAttempt;
import io.kubeface.testkit.engine.ReuseBench.Driver;
import io.kubeface.testkit.store.StoreCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.test.subscriber.TestSubscriber;

class EngineReuseTest {
    private final ReuseBench bench = new ReuseBench();

    private static List<Verdict> verdicts(TestSubscriber<Result<Integer>> subscriber) {
        return subscriber.getReceivedOnNext().stream()
                .map(result -> result.report().reuse().orElseThrow().verdict())
                .toList();
    }

    private void firstRun(Integer... inputs) {
        Driver driver = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = driver.map(inputs);
        driver.finish();
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(verdicts(subscriber)).containsOnly(Verdict.INPUT);
        assertThat(driver.backend.launched()).isEqualTo(inputs.length);
    }

    @Test
    void reorderedInputsAreAllReusedAndEachGetsItsOwnResult() {
        firstRun(1, 2, 3, 4, 5);
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(4, 2, 5, 1, 3);
        assertThat(values(subscriber)).containsExactly(40, 20, 50, 10, 30);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(second.backend.launched()).isZero();
        assertThat(verdicts(subscriber)).containsOnly(Verdict.REUSED);
        Reuse reuse = subscriber.getReceivedOnNext().get(0).report().reuse().orElseThrow();
        assertThat(reuse.stored()).isPresent();
        assertThat(subscriber.getReceivedOnNext().get(0).report().attempts()).isEmpty();
    }

    @Test
    void aHitCostsNoWriteAndTheListingIsMadeOnce() {
        firstRun(1, 2, 3);
        Driver second = bench.driver();
        second.map(1, 2, 3);
        assertThat(second.recorded.calls().stream()
                        .filter(call -> call.operation() == StoreCall.Operation.PUT)
                        .flatMap(call -> call.names().stream()))
                .noneMatch(name -> name.startsWith("inputs/"));
        assertThat(second.recorded.calls().stream().filter(call -> call.operation() == StoreCall.Operation.LIST))
                .hasSize(1);
    }

    @Test
    void equalInputsStayTasksOfTheirOwn() {
        firstRun(7, 7);
        assertThat(bench.values()).hasSize(2);
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(7, 7, 7);
        assertThat(second.backend.running()).hasSize(1);
        second.finish();
        assertThat(values(subscriber)).containsExactly(70, 70, 70);
        assertThat(verdicts(subscriber)).containsExactly(Verdict.REUSED, Verdict.REUSED, Verdict.INPUT);
    }

    @Test
    void changedCodeReusesNothingAndEachMissSaysSo() {
        firstRun(1, 2, 3);
        Driver second = bench.driver("two");
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 4);
        second.finish();
        assertThat(second.backend.launched()).isEqualTo(3);
        assertThat(verdicts(subscriber)).containsExactly(Verdict.CODE, Verdict.CODE, Verdict.INPUT);
    }

    @Test
    void anotherFunctionUnderTheSameKeyGetsNothingOfTheOld() {
        firstRun(1, 2);
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(TIMES_TWENTY, 1, KeepPolicy.NOTHING, 1, 2);
        assertThat(second.backend.running()).hasSize(2);
        second.finish();
        assertThat(verdicts(subscriber)).containsOnly(Verdict.FUNCTION);
        assertThat(bench.values()).hasSize(4);
    }

    @Test
    void aMissNamesTheFewestIngredientsThatAreOthers() {
        firstRun(1);
        Driver both = bench.driver("two");
        TestSubscriber<Result<Integer>> second = both.map(TIMES_TWENTY, 1, KeepPolicy.NOTHING, 1);
        both.finish();
        assertThat(verdicts(second)).containsExactly(Verdict.CODE_AND_FUNCTION);
        Driver third = bench.driver("two");
        TestSubscriber<Result<Integer>> code = third.map(1);
        third.finish();
        assertThat(verdicts(code)).containsExactly(Verdict.CODE);
    }

    @Test
    void groupsAreReusedAsGroups() {
        Driver first = bench.driver();
        first.map(TIMES_TEN, 2, KeepPolicy.NOTHING, 1, 2, 3, 4);
        first.finish();
        assertThat(first.backend.launched()).isEqualTo(2);
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(TIMES_TEN, 2, KeepPolicy.NOTHING, 3, 4, 2, 1);
        assertThat(second.backend.running()).hasSize(1);
        second.finish();
        assertThat(values(subscriber)).containsExactly(30, 40, 20, 10);
        assertThat(verdicts(subscriber)).containsExactly(Verdict.REUSED, Verdict.REUSED, Verdict.INPUT, Verdict.INPUT);
    }

    @Test
    void aDriverThatDiedAndIsRunAgainComputesOnlyWhatWasUnfinished() {
        Driver dead = bench.driver();
        dead.map(1, 2, 3, 4, 5, 6);
        dead.succeed(dead.attempt(2));
        dead.succeed(dead.attempt(3));
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 3, 4, 5, 6);
        second.finish();
        assertThat(values(subscriber)).containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(second.backend.launched()).isEqualTo(4);
    }

    @Test
    void whatWorkersOfADeadDriverWriteLateDoesNoHarm() {
        Driver dead = bench.driver();
        dead.map(1, 2);
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2);
        bench.writeFailure(dead.attempt(1).spec().address(), "late");
        bench.writeValue(dead.attempt(2).spec().address());
        second.finish();
        assertThat(values(subscriber)).containsExactly(10, 20);
    }

    @Test
    void aFailureIsNeitherReusedNorInTheWayOfALaterSuccess() {
        Driver first = bench.driver();
        TestSubscriber<Result<Integer>> failing = first.map(TIMES_TEN, 1, KeepPolicy.ALL, 1);
        first.fail(first.attempt(1), "first run");
        assertThat(failing.getReceivedOnNext().get(0).isSuccess()).isFalse();
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1);
        second.finish();
        assertThat(values(subscriber)).containsExactly(10);
        assertThat(verdicts(subscriber)).containsExactly(Verdict.INPUT);
    }

    @Test
    void theFailureOfAnEarlierDriverIsNotTakenForThatOfThisOnesAttempt() {
        Driver dead = bench.driver();
        dead.map(1);
        bench.writeFailure(dead.attempt(1).spec().address(), "the dead driver's");
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1);
        // Both are first attempts at one task; this one crashes and leaves nothing.
        second.attempt(1).crashed();
        second.settle();
        assertThat(subscriber.getReceivedOnNext()).isEmpty();
        second.fail(second.attempt(1), "this driver's");
        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.cause().message()).isEqualTo("this driver's");
    }

    @Test
    void aDamagedValueIsComputedAgainAndNotReturned() throws Exception {
        firstRun(1, 2, 3);
        bench.damage(bench.values().get(1));
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 3);
        assertThat(second.backend.running()).hasSize(1);
        second.finish();
        assertThat(values(subscriber)).containsExactly(10, 20, 30);
        assertThat(verdicts(subscriber)).containsOnlyOnce(Verdict.UNREADABLE);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        Driver third = bench.driver();
        assertThat(verdicts(third.map(1, 2, 3))).containsOnly(Verdict.REUSED);
    }

    @Test
    void aDamagedValueIsComputedAgainOnceAndThenToldOf() throws Exception {
        firstRun(1);
        bench.damage(bench.values().get(0));
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1);
        ManualAttempt attempt = second.attempt(1);
        bench.damage(attempt.spec().address().value().path());
        attempt.finished();
        second.settle();
        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_RESULT);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(second.backend.launched()).isEqualTo(1);
    }

    @Test
    void aDamagedValueOfAnUnorderedJobIsComputedAgainToo() throws Exception {
        firstRun(1, 2, 3);
        bench.damage(bench.values().get(0));
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.subscribe(
                ReuseBench.plan(TIMES_TEN, 1, false, new Storing(Optional.of(KEY), KeepPolicy.NOTHING)), 1, 2, 3);
        second.finish();
        assertThat(values(subscriber)).containsExactlyInAnyOrder(10, 20, 30);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void cancellingWhileADamagedValueIsComputedAgainLeavesNothingRunning() throws Exception {
        firstRun(1);
        bench.damage(bench.values().get(0));
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1);
        ManualAttempt attempt = second.attempt(1);
        subscriber.cancel();
        second.settle();
        assertThat(attempt.killed()).isTrue();
        assertThat(bench.names("jobs/")).isEmpty();
    }

    @Test
    void valuesStayAndAllElseGoes() {
        firstRun(1, 2, 3);
        assertThat(bench.names("")).hasSize(3).allMatch(name -> name.endsWith(".value"));
    }

    @Test
    void theInputOfATaskWithoutAValueStaysForWhoeverElseRunsIt() {
        Driver first = bench.driver();
        TestSubscriber<Result<Integer>> cancelled = first.map(1);
        Driver other = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = other.map(1);
        cancelled.cancel();
        first.settle();
        other.finish();
        assertThat(values(subscriber)).containsExactly(10);
        assertThat(bench.names("inputs/")).isEmpty();
    }

    @Test
    void ofTwoDriversOnOneKeyTheFirstValueWinsAndBothGetIt() {
        Driver one = bench.driver();
        Driver other = bench.driver();
        TestSubscriber<Result<Integer>> first = one.map(1, 2, 3);
        TestSubscriber<Result<Integer>> second = other.map(3, 2, 1);
        one.finish();
        // The other's workers find no input any more, but its driver finds the values.
        other.backend.running().forEach(attempt -> {
            bench.writeFailure(attempt.spec().address(), "no input");
            attempt.finished();
        });
        other.settle();
        assertThat(values(first)).containsExactly(10, 20, 30);
        assertThat(values(second)).containsExactly(30, 20, 10);
        assertThat(bench.names("")).hasSize(3);
    }

    @Test
    void withoutACacheKeyNothingIsSaidOfReuseAndNothingIsListed() {
        Driver driver = bench.driver();
        TestSubscriber<Result<Integer>> subscriber =
                driver.subscribe(ReuseBench.plan(TIMES_TEN, 1, true, Storing.DEFAULT), 1);
        driver.finish();
        assertThat(subscriber.getReceivedOnNext().get(0).report().reuse()).isEmpty();
        assertThat(driver.recorded.calls()).noneMatch(call -> call.operation() == StoreCall.Operation.LIST);
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void aSweepLooksAtWhatRunsAndListsNoThousandsOfStoredResults() {
        firstRun(1, 2, 3);
        Driver second = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 3, 4);
        bench.writeValue(second.attempt(4).spec().address());
        second.pass(Duration.ofMinutes(1));
        assertThat(values(subscriber)).containsExactly(10, 20, 30, 40);
        assertThat(second.recorded.calls().stream().filter(call -> call.operation() == StoreCall.Operation.LIST))
                .hasSize(1);
    }

    @Test
    void namesOfTasksAreOfOneFormForAllOfAKey() {
        firstRun(1);
        ObjectName.Value value = ObjectName.parse(bench.values().get(0), ObjectName.Value.class);
        assertThat(value.key()).isEqualTo(KEY);
        assertThat(value.task().value()).matches("[a-z2-7]{24}-[a-z2-7]{24}-[a-z2-7]{32}-1");
    }
}
