package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeface.reactor.Speculation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeculationRuleTest {

    @ParameterizedTest(name = "percent {0}: all launched {1}, {3} of {2} done: {4}")
    @CsvSource({
        "20, true, 20, 15, false",
        "20, true, 20, 16, true",
        "20, true, 20, 17, true",
        "20, false, 20, 17, false",
        "20, true, 4, 3, false",
        "20, true, 5, 4, true",
        "0.5, true, 1000, 994, false",
        "0.5, true, 1000, 995, true",
        "100, true, 20, 0, true",
    })
    void beginsNearTheEndOfTheJob(double percent, boolean allLaunched, long tasks, long done, boolean begins) {
        SpeculationRule rule = new SpeculationRule(new Speculation(percent, 99, 1));
        assertThat(rule.begins(allLaunched, tasks, done)).isEqualTo(begins);
    }

    @ParameterizedTest(name = "at most {0}: {1} reruns, running for {2} ms, threshold {3} ms: {4}")
    @CsvSource({
        "1, 0, 1001, 1000, true",
        "1, 0, 1000, 1000, false",
        "1, 1, 9999, 1000, false",
        // Reruns are counted, not launches: two mean three launches in all.
        "2, 1, 9999, 1000, true",
        "2, 2, 9999, 1000, false",
    })
    void rerunsWhatTakesLonger(int max, int reruns, long running, long threshold, boolean rerun) {
        SpeculationRule rule = new SpeculationRule(Speculation.DEFAULT.maxReruns(max));
        assertThat(rule.reruns(reruns, Duration.ofMillis(running), Duration.ofMillis(threshold)))
                .isEqualTo(rerun);
    }

    @Test
    void thePercentileOfTimesIsOfNearestRankToTwoDigits() {
        Durations times = new Durations();
        for (int i = 1; i <= 100; i++) {
            times.add(Duration.ofMillis(i));
        }
        assertThat(times.count()).isEqualTo(100);
        assertThat(times.at(99)).isEqualTo(Duration.ofMillis(99));
        assertThat(times.at(50)).isEqualTo(Duration.ofMillis(50));
        assertThat(times.at(100)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void theDefaultsAreThoseOfTheOriginal() {
        assertThat(Speculation.DEFAULT).isEqualTo(new Speculation(20, 99, 1));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Speculation(0, 99, 1))
                .withMessageContaining("percent")
                .withMessageContaining("0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Speculation(20, 100.1, 1))
                .withMessageContaining("runtimePercentile");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Speculation(20, 99, 0))
                .withMessageContaining("maxReruns");
    }
}
