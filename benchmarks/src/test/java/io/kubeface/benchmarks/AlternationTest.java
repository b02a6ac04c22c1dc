package io.kubeface.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlternationTest {
    @Test
    void everyOtherRoundGoesBackwardsAndRatiosAreOfOneRound() throws IOException, InterruptedException {
        List<String> order = new ArrayList<>();
        Alternation alternation = new Alternation();
        // The machine becomes slower with every step; the ratio does not.
        alternation.add("double", () -> 2 * step(order, "double"));
        alternation.add("single", () -> step(order, "single"));

        alternation.run(3);

        assertThat(order).containsExactly("double", "single", "single", "double", "double", "single");
        assertThat(alternation.median("double")).isEqualTo(4);
        assertThat(alternation.ratio("double", "single")).isEqualTo(2);
    }

    private static double step(List<String> order, String name) {
        order.add(name);
        int pair = (order.size() + 1) / 2;
        return pair;
    }
}
