package io.kubeface.testkit.engine;

import static io.kubeface.testkit.engine.ReuseBench.KEY;
import static io.kubeface.testkit.engine.ReuseBench.TIMES_TEN;
import static io.kubeface.testkit.engine.ReuseBench.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.KeepPolicy;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.TaskReport;
import io.kubeface.testkit.engine.ReuseBench.Driver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.subscriber.TestSubscriber;

/** What becomes of attempts that outlive their driver, when another works on their cache key. */
class EngineAdoptionTest {
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final ReuseBench bench = new ReuseBench();
    private Driver first;

    @BeforeEach
    void aDriverDiesWhileThreeAttemptsRun() {
        first = bench.driver();
        first.map(1, 2, 3);
        assertThat(first.backend.running()).hasSize(3);
    }

    private Driver second(String code) {
        Driver second = bench.driver(code);
        second.backend.takeOverFrom(first.backend);
        return second;
    }

    private Driver afterSilence() {
        bench.pass(SILENCE.plusSeconds(1));
        return second("one");
    }

    @Test
    void whatRunsIsTakenOverAndNotLaunchedAgain() {
        Driver second = afterSilence();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 3, 4);

        assertThat(second.backend.running()).hasSize(4);
        assertThat(second.backend.launched()).isEqualTo(1);

        second.finish();
        assertThat(values(subscriber)).containsExactly(10, 20, 30, 40);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(first.backend.running()).isEmpty();
    }

    @Test
    void aDriverThatWasSilentForLessIsLeftItsAttempts() {
        bench.pass(SILENCE);
        Driver second = second("one");
        second.map(1, 2, 3);

        assertThat(second.backend.launched()).isEqualTo(3);
        assertThat(first.backend.running()).hasSize(3);
    }

    @Test
    void attemptsOfOtherCodeAreLeft() {
        bench.pass(SILENCE.plusSeconds(1));
        Driver second = second("another");
        second.map(1, 2, 3);

        assertThat(second.backend.launched()).isEqualTo(3);
        assertThat(first.backend.running()).hasSize(3);
    }

    @Test
    void theLeasesThatTheyLookAtAreKept() {
        Driver second = afterSilence();
        second.map(1, 2, 3);
        Map<String, Instant> atOnce = leases();
        assertThat(atOnce).hasSize(2);
        assertThat(Map.copyOf(atOnce).values())
                .containsOnly(atOnce.values().iterator().next());

        bench.pass(Duration.ofMinutes(1));
        second.pass(Leases.interval(Leases.GRACE));

        assertThat(leases())
                .hasSize(2)
                .allSatisfy((name, written) ->
                        assertThat(written).isEqualTo(atOnce.get(name).plus(Duration.ofMinutes(1))));
    }

    private Map<String, Instant> leases() {
        return bench.names(ObjectName.Job.prefix(KEY) + "lease-").stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> bench.store.stat(name).orElseThrow().modified()));
    }

    @Test
    void theirFailuresAndLogsAreWhereTheirOwnDriverWantedThem() {
        String dead = first.backend.running().get(0).spec().address().job().id().value();
        Driver second = afterSilence();
        TestSubscriber<Result<Integer>> subscriber = second.map(TIMES_TEN, 1, KeepPolicy.ALL, 1, 2, 3);

        second.fail(second.attempt(1), "no");

        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(failure.cause().message()).isEqualTo("no");
        assertThat(failure.report().log().toString()).contains(dead);
        assertThat(second.backend.launched()).isZero();
    }

    @Test
    void oneThatDiesIsLaunchedAgain() {
        Driver second = afterSilence();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 3);
        second.attempt(2).crashed();
        second.pass(Duration.ofMinutes(1));

        assertThat(second.backend.launched()).isEqualTo(1);
        assertThat(second.attempt(2).spec().address().attempt()).isEqualTo(2);

        second.finish();
        assertThat(values(subscriber)).containsExactly(10, 20, 30);
        List<TaskReport.AttemptReport> attempts =
                subscriber.getReceivedOnNext().get(1).report().attempts();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).outcome()).isEqualTo("succeeded");
    }

    @Test
    void oneThatIsGoneWhenItsTurnComesIsLaunched() {
        Driver second = afterSilence();
        TestSubscriber<Result<Integer>> subscriber = second.map(5, 6, 7, 8, 1);
        assertThat(second.backend.running()).hasSize(4);
        first.attempt(1).crashed();
        second.finish();
        second.pass(Duration.ofMinutes(1));
        assertThat(second.backend.launched()).isEqualTo(5);
        second.finish();
        assertThat(values(subscriber)).containsExactly(50, 60, 70, 80, 10);
    }

    @Test
    void cancellingEndsThemToo() {
        Driver second = afterSilence();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 3);
        subscriber.cancel();
        second.settle();

        assertThat(second.backend.running()).isEmpty();
        assertThat(second.backend.killed()).isEqualTo(3);
    }

    @Test
    void whatHasEndedInTimeIsReused() {
        bench.writeValue(first.attempt(1).spec().address());
        Driver second = afterSilence();
        TestSubscriber<Result<Integer>> subscriber = second.map(1, 2, 3);

        assertThat(values(subscriber)).containsExactly(10);
        assertThat(second.backend.running()).hasSize(2);
        second.finish();
        assertThat(values(subscriber)).containsExactly(10, 20, 30);
    }
}
