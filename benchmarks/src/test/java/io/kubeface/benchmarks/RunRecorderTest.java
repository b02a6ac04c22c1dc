package io.kubeface.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRecorderTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void averageRunningCountsUntilTheLastTaskStarts() {
        // From 0 to 4 s: one runs all the time, one for 1 s; what runs after 4 s does not count.
        double average = RunRecorder.averageRunning(List.of(run(0, 10), run(0, 1), run(4, 8)));

        assertThat(average).isCloseTo(1.25, within(1e-9));
    }

    @Test
    void averageRunningOfOneTaskIsNotKnown() {
        assertThat(RunRecorder.averageRunning(List.of(run(0, 10)))).isNaN();
    }

    private static RunRecorder.Span run(long fromSecond, long toSecond) {
        return new RunRecorder.Span(START.plusSeconds(fromSecond), START.plusSeconds(toSecond));
    }
}
