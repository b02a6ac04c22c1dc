package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeface.core.task.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetriesTest {
    private final Retries retries = new Retries(3, 10);

    @Test
    void aCrashIsFollowedAtOnceThenAfterGrowingPausesUntilTheBudgetIsSpent() {
        assertThat(retries.pause(FailureKind.WORKER_CRASH, true, 0)).contains(Duration.ZERO);
        assertThat(retries.pause(FailureKind.WORKER_CRASH, true, 1)).contains(Duration.ofMillis(100));
        assertThat(retries.pause(FailureKind.WORKER_CRASH, true, 2)).contains(Duration.ofMillis(200));
        assertThat(retries.pause(FailureKind.WORKER_CRASH, true, 3)).isEmpty();
    }

    @Test
    void aDisruptionHasABudgetOfItsOwn() {
        assertThat(retries.pause(FailureKind.DISRUPTED, true, 9)).isPresent();
        assertThat(retries.pause(FailureKind.DISRUPTED, true, 10)).isEmpty();
        assertThat(retries.sameBudget(FailureKind.DISRUPTED, FailureKind.WORKER_CRASH))
                .isFalse();
        assertThat(retries.sameBudget(FailureKind.LAUNCH, FailureKind.WORKER_CRASH))
                .isTrue();
    }

    @Test
    void noPauseIsLongerThanAMinute() {
        assertThat(new Retries(1_000, 0).pause(FailureKind.WORKER_CRASH, true, 999))
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void whatCannotHelpIsNotTriedAgain() {
        assertThat(retries.pause(FailureKind.LAUNCH, false, 0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"DISRUPTED", "WORKER_CRASH", "LAUNCH", "STORAGE"},
            mode = EnumSource.Mode.EXCLUDE)
    void otherKindsAreNeverTriedAgain(FailureKind kind) {
        assertThat(retries.pause(kind, true, 0)).isEmpty();
    }

    @Test
    void aNegativeBudgetIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retries(-1, 0))
                .withMessageContaining("-1");
    }
}
