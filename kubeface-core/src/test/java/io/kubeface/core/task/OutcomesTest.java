package io.kubeface.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomesTest {

    private static final FailureReport FULL = FailureReport.of(FailureKind.OUT_OF_MEMORY, "t", "m");

    @Test
    void valuesThatAreLostAreNotHeld() {
        Outcomes outcomes = new Outcomes();
        outcomes.expect(3);
        outcomes.add(new ItemOutcome.Value("large", 0));

        assertThat(outcomes.allLost(FULL)).hasSize(3).containsOnly(new ItemOutcome.Failed(FULL));

        outcomes.add(new ItemOutcome.Value("late", 0));
        assertThat(outcomes.all()).hasSize(3).containsOnly(new ItemOutcome.Failed(FULL));
    }
}
