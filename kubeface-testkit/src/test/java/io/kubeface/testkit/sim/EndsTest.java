package io.kubeface.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.JobFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndsTest {
    private static final long INPUTS = 10;

    @Test
    void completionNeedsAllOutcomesUnlessEnoughHaveSucceeded() {
        assertThat(ends(CompletionPolicy.allSettle(), 7, 3).completed()).isEmpty();
        assertThat(ends(CompletionPolicy.allSettle(), 7, 2).completed()).isPresent();
        assertThat(ends(CompletionPolicy.minSuccessful(4), 4, 0).completed()).isEmpty();
        assertThat(ends(CompletionPolicy.minSuccessful(4), 3, 7).completed()).isPresent();
    }

    @Test
    void failuresThatAreNotToleratedForbidCompletion() {
        assertThat(ends(CompletionPolicy.failFast(), 9, 1).completed()).isPresent();
        assertThat(ends(CompletionPolicy.afterAll(), 9, 1).completed()).isPresent();
        assertThat(ends(CompletionPolicy.toleratedFailures(1), 9, 1).completed())
                .isEmpty();
        assertThat(ends(CompletionPolicy.toleratedFailures(1), 8, 2).completed())
                .isPresent();
        assertThat(ends(CompletionPolicy.toleratedFailurePercentage(20), 8, 2).completed())
                .isEmpty();
        assertThat(ends(CompletionPolicy.toleratedFailurePercentage(19), 8, 2).completed())
                .isPresent();
    }

    @Test
    void anErrorNeedsItsReasonInTheCountsAndItsCauses() {
        assertThat(ends(CompletionPolicy.allSettle(), 0, 0).failed(error(0, 0))).isPresent();
        assertThat(ends(CompletionPolicy.failFast(), 2, 0).failed(error(2, 0))).isPresent();
        assertThat(ends(CompletionPolicy.toleratedFailures(0), 2, 0).failed(error(2, 0)))
                .isPresent();
        assertThat(ends(CompletionPolicy.minSuccessful(10), 2, 0).failed(error(2, 0)))
                .isPresent();
        assertThat(ends(CompletionPolicy.failFast(), 2, 0).failed(error(2, 1)))
                .as("a failure that is counted and not told")
                .isPresent();
    }

    @Test
    void aValueThatCouldNotBeReadMayTurnSuccessIntoFailure() {
        CompletionPolicy policy = CompletionPolicy.minSuccessful(3);
        assertThat(new Ends(policy, 2, 0, INPUTS, true).failed(error(2, 0))).isEmpty();
        assertThat(new Ends(policy, 2, 0, INPUTS, false).failed(error(2, 0))).isPresent();
    }

    private static Ends ends(CompletionPolicy policy, long succeeded, long failed) {
        return new Ends(policy, succeeded, failed, INPUTS, false);
    }

    private static JobFailedException error(long succeeded, long failed) {
        return new JobFailedException("job", "because", succeeded, failed, INPUTS, List.of());
    }
}
