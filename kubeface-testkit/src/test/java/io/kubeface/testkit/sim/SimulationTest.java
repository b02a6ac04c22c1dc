package io.kubeface.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A thousand worlds: all invariants hold in each of them, and everything that can go wrong has gone wrong in some. */
class SimulationTest {
    private static final int SEEDS = 1_000;

    @Test
    void aThousandSeedsPassAndEachKindOfFaultIsAmongThem() {
        Simulation simulation = Simulation.create();
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulationReport report = simulation.run(seed);
            report.assertPassed();
            report.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
        }
        assertThat(faults).containsOnlyKeys(Fault.values());
    }

    @Test
    void theSameSeedLeadsToTheSameRun() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(Simulation.create().run(seed))
                    .isEqualTo(Simulation.create().run(seed));
        }
    }
}
