package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
    private static final RetryPolicy TWICE =
            RetryPolicy.userErrors(2).backoff(Duration.ofSeconds(4), Duration.ofMinutes(1));

    private final Retries retries = new Retries(3, 10, 4, 5, TWICE);

    private Optional<Duration> pause(FailureKind kind, int earlier) {
        return retries.pause(new Retries.Loss(kind, true, Duration.ZERO), earlier, 1);
    }

    @ParameterizedTest(name = "{0}: {1} tries again, after {2} and {3} ms")
    @CsvSource({
        "USER_ERROR, 2, 4000, 8000",
        "TIMEOUT, 2, 4000, 8000",
        "WORKER_CRASH, 3, 0, 200",
        "DISRUPTED, 10, 0, 200",
        "LAUNCH, 4, 1000, 2000",
        "STORAGE, 5, 2000, 4000",
        "OUT_OF_MEMORY, 0, -1, -1",
        "UNSCHEDULABLE, 0, -1, -1",
        "IMAGE, 0, -1, -1",
        "CODE_MISMATCH, 0, -1, -1",
        "UNREADABLE_INPUT, 0, -1, -1",
        "UNREADABLE_RESULT, 0, -1, -1",
    })
    void eachKindHasItsBudgetAndItsPauses(FailureKind kind, int budget, long first, long second) {
        for (int earlier = 0; earlier < 20; earlier++) {
            assertThat(pause(kind, earlier).isPresent())
                    .as("%s after %s", kind, earlier)
                    .isEqualTo(earlier < budget);
        }
        if (budget > 0) {
            assertThat(pause(kind, 0)).contains(Duration.ofMillis(first));
            assertThat(pause(kind, 1)).contains(Duration.ofMillis(second));
        }
    }

    @Test
    void theTableAboveKnowsAllKinds() throws NoSuchMethodException {
        CsvSource table = RetriesTest.class
                .getDeclaredMethod(
                        "eachKindHasItsBudgetAndItsPauses", FailureKind.class, int.class, long.class, long.class)
                .getAnnotation(CsvSource.class);
        List<String> kinds = Arrays.stream(table.value())
                .map(row -> row.substring(0, row.indexOf(',')))
                .toList();
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FailureKind.values())
                        .map(FailureKind::name)
                        .toList());
    }

    @Test
    void budgetsAreSeparateButForTheFunctionsFailureAndItsTimeout() {
        assertThat(Budget.of(FailureKind.TIMEOUT)).isEqualTo(Budget.of(FailureKind.USER_ERROR));
        assertThat(List.of(
                        Budget.of(FailureKind.USER_ERROR),
                        Budget.of(FailureKind.WORKER_CRASH),
                        Budget.of(FailureKind.DISRUPTED),
                        Budget.of(FailureKind.LAUNCH),
                        Budget.of(FailureKind.STORAGE)))
                .doesNotHaveDuplicates();
    }

    @Test
    void whoIsAskedToWaitWaitsThatLongUnlessThePauseIsLongerAnyway() {
        Retries.Loss busy = new Retries.Loss(FailureKind.LAUNCH, true, Duration.ofSeconds(3));
        assertThat(retries.pause(busy, 0, 1)).contains(Duration.ofSeconds(3));
        assertThat(retries.pause(busy, 2, 1)).contains(Duration.ofSeconds(4));
    }

    @Test
    void whatCannotHelpIsNotTriedAgain() {
        assertThat(retries.pause(new Retries.Loss(FailureKind.LAUNCH, false, Duration.ofSeconds(3)), 0, 1))
                .isEmpty();
    }

    @ParameterizedTest(name = "pause {0} with random {1}: {2} ms")
    @CsvSource({
        "0, 0, 100",
        "0, 1, 200",
        "0, 0.5, 150",
        "1, 0, 200",
        "1, 1, 400",
        "5, 1, 5000",
        "30, 1, 5000",
        "999, 0, 2500",
    })
    void pausesDoubleUpToTheLongestAndHalfOfEachIsRandom(int earlier, double random, long millis) {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
        assertThat(backoff.pause(earlier, random)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aPauseOfZeroStaysZero() {
        assertThat(new Backoff(Duration.ZERO, Duration.ZERO).pause(7, 1)).isZero();
    }

    @Test
    void byDefaultCrashesAreFewDisruptionsManyAndFailuresOfTheFunctionNone() {
        Retries defaults = Retries.of(3, RetryPolicy.none());
        assertThat(defaults.crashes()).isEqualTo(3);
        assertThat(defaults.disruptions()).isEqualTo(100);
        assertThat(defaults.user().retries()).isZero();
    }

    @Test
    void aNegativeBudgetIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retries(-1, 0, 0, 0, TWICE))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.userErrors(-2))
                .withMessageContaining("-2");
    }

    @Test
    void aLongestPauseThatIsShorterThanTheFirstIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.none().backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("PT2S")
                .withMessageContaining("PT1S");
    }
}
