package io.kubeface.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void quantilesAreMeasuredNumbers() {
        List<Double> numbers = List.of(5.0, 1.0, 4.0, 2.0, 3.0);

        assertThat(Statistics.median(numbers)).isEqualTo(3);
        assertThat(Statistics.quantile(numbers, 0.99)).isEqualTo(5);
        assertThat(Statistics.quantile(numbers, 0)).isEqualTo(1);
        assertThat(Statistics.median(List.of())).isNaN();
    }
}
