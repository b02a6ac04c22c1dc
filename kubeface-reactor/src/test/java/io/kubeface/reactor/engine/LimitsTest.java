package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest(
            name = "max {0}, window {1}, prefetch {2}, items {3}: demand {4}, open {5}, waiting {6}, running {7}")
    @CsvSource({
        // Nothing asked for: the prefetch alone.
        "4, 256, 4, 1, 0, 0, 0, 0, 4",
        // One asked for beyond the prefetch; there is room for four.
        "4, 256, 4, 1, 1, 0, 0, 0, 4",
        "4, 256, 4, 1, 1, 4, 0, 4, 1",
        // Unbounded demand: what may run, and one that waits.
        "4, 256, 4, 1, 9223372036854775807, 0, 0, 0, 4",
        "4, 256, 4, 1, 9223372036854775807, 4, 0, 4, 1",
        "4, 256, 4, 1, 9223372036854775807, 5, 1, 4, 0",
        // The window is full behind a straggler.
        "4, 10, 4, 1, 9223372036854775807, 10, 0, 1, 0",
        "4, 10, 4, 1, 9223372036854775807, 9, 0, 1, 1",
        // Demand counts results, the rest tasks.
        "4, 256, 0, 8, 1, 0, 0, 0, 1",
        "4, 256, 0, 8, 8, 0, 0, 0, 1",
        "4, 256, 0, 8, 9, 0, 0, 0, 2",
        // More is open than demand allows by now.
        "4, 256, 2, 1, 0, 5, 0, 0, 0",
    })
    void begin(
            int max,
            int window,
            int prefetch,
            int items,
            long demand,
            int open,
            int notLaunched,
            int running,
            int expected) {
        assertThat(new Limits(max, window, prefetch, items).tasksToBegin(demand, open, notLaunched, running))
                .isEqualTo(expected);
    }
}
