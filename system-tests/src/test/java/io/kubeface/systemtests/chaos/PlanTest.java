package io.kubeface.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void theSameSeedIsTheSamePlanAndAnotherIsAnother() {
        assertThat(Plan.of(7, 200)).isEqualTo(Plan.of(7, 200));
        assertThat(Plan.of(8, 200).steps()).isNotEqualTo(Plan.of(7, 200).steps());
    }

    @Test
    void allKindsComeEquallyOftenInOrderAndBeforeTheEnd() {
        for (long seed = 0; seed < 100; seed++) {
            List<Plan.Step> steps = Plan.of(seed, 200).steps();

            assertThat(steps).hasSize(4 * Fault.values().length);
            for (Fault fault : Fault.values()) {
                assertThat(steps).filteredOn(step -> step.fault() == fault).hasSize(4);
            }
            assertThat(steps).extracting(Plan.Step::atValues).isSorted().allMatch(values -> values < 196);
        }
    }

    @Test
    void tooFewTasksForAllKindsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Plan.of(1, 45)).withMessageContaining("46");
        assertThat(Plan.of(1, 46).steps()).hasSize(Fault.values().length);
    }
}
