package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeface.reactor.CompletionPolicy;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

    private static CompletionPolicy policy(String name, double limit) {
        return new CompletionPolicy(CompletionPolicy.Rule.valueOf(name), limit);
    }

    @ParameterizedTest(name = "{0}({1}): {2} succeeded, {3} failed, total {4}: {5}, at the end {6}")
    @CsvSource({
        "ALL_SETTLE, 0, 5, 5, 10, GO_ON, GO_ON",
        "FAIL_FAST, 0, 5, 0, -1, GO_ON, GO_ON",
        "FAIL_FAST, 0, 5, 1, -1, FAIL, FAIL",
        "AFTER_ALL, 0, 5, 0, 5, GO_ON, GO_ON",
        "AFTER_ALL, 0, 4, 1, 5, GO_ON, FAIL",
        "MIN_SUCCESSFUL, 3, 2, 7, -1, GO_ON, GO_ON",
        "MIN_SUCCESSFUL, 3, 3, 7, -1, SUCCEED, SUCCEED",
        // Seven of ten have failed: three may still succeed; of nine no more.
        "MIN_SUCCESSFUL, 3, 2, 7, 10, GO_ON, GO_ON",
        "MIN_SUCCESSFUL, 3, 1, 7, 9, FAIL, FAIL",
        "TOLERATED_FAILURES, 0, 9, 0, -1, GO_ON, GO_ON",
        "TOLERATED_FAILURES, 0, 9, 1, -1, FAIL, FAIL",
        "TOLERATED_FAILURES, 2, 0, 2, -1, GO_ON, GO_ON",
        "TOLERATED_FAILURES, 2, 0, 3, -1, FAIL, FAIL",
        // A percentage needs a total, and is of that.
        "TOLERATED_FAILURE_PERCENTAGE, 10, 0, 9, -1, GO_ON, GO_ON",
        "TOLERATED_FAILURE_PERCENTAGE, 10, 0, 10, 100, GO_ON, GO_ON",
        "TOLERATED_FAILURE_PERCENTAGE, 10, 0, 11, 100, FAIL, FAIL",
        "TOLERATED_FAILURE_PERCENTAGE, 0, 0, 1, 100, FAIL, FAIL",
        "TOLERATED_FAILURE_PERCENTAGE, 100, 0, 100, 100, GO_ON, GO_ON",
        "TOLERATED_FAILURE_PERCENTAGE, 33.3, 2, 1, 3, FAIL, FAIL",
        "TOLERATED_FAILURE_PERCENTAGE, 33.4, 2, 1, 3, GO_ON, GO_ON",
    })
    void decides(
            String rule,
            double limit,
            long succeeded,
            long failed,
            long total,
            Completion.Verdict during,
            Completion.Verdict atEnd) {
        Completion completion = new Completion(policy(rule, limit));
        Completion.Tally tally =
                new Completion.Tally(succeeded, failed, total < 0 ? OptionalLong.empty() : OptionalLong.of(total));
        assertThat(completion.during(tally)).isEqualTo(during);
        assertThat(completion.atEnd(tally)).isEqualTo(atEnd);
    }

    @Test
    void theReasonNamesTheRuleAndItsLimit() {
        Completion.Tally tally = new Completion.Tally(1, 3, OptionalLong.empty());
        assertThat(new Completion(CompletionPolicy.toleratedFailures(2)).reason(tally))
                .isEqualTo("more than 2 inputs failed (toleratedFailures).");
        assertThat(new Completion(CompletionPolicy.toleratedFailurePercentage(2.5)).reason(tally))
                .contains("2.5 %");
        assertThat(new Completion(CompletionPolicy.minSuccessful(1)).reason(tally))
                .contains("1 inputs succeeded");
        assertThat(new Completion(CompletionPolicy.minSuccessful(9)).reason(tally))
                .contains("no 9 inputs");
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionPolicy.minSuccessful(0))
                .withMessageContaining("minSuccessful");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionPolicy.toleratedFailures(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionPolicy.toleratedFailurePercentage(100.5))
                .withMessageContaining("100.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionPolicy.toleratedFailurePercentage(Double.NaN))
                .withMessageContaining("NaN");
    }
}
