package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberRangeTest {
    @Test
    void itEndsBeforeItsStop() {
        assertThat(new NumberRange(2, 5, 1)).containsExactly(2, 3, 4);
        assertThat(new NumberRange(0, 10, 3)).containsExactly(0, 3, 6, 9);
        assertThat(new NumberRange(0, 9, 3)).containsExactly(0, 3, 6);
    }

    @Test
    void aNegativeStepGoesDown() {
        assertThat(new NumberRange(5, 0, -2)).containsExactly(5, 3, 1);
    }

    @Test
    void itIsEmptyWhenTheStopIsOnTheOtherSide() {
        assertThat(new NumberRange(5, 2, 1)).isEmpty();
        assertThat(new NumberRange(2, 5, -1)).isEmpty();
        assertThat(new NumberRange(2, 2, 1)).isEmpty();
    }

    @Test
    void numbersBecomeLongWhereTheyNoLongerFit() {
        assertThat(new NumberRange(Integer.MAX_VALUE, Integer.MAX_VALUE + 2L, 1))
                .containsExactly(Integer.MAX_VALUE, Integer.MAX_VALUE + 1L);
    }

    @Test
    void itEndsAtTheEndsOfLong() {
        assertThat(new NumberRange(Long.MAX_VALUE - 3, Long.MAX_VALUE, 2))
                .containsExactly(Long.MAX_VALUE - 3, Long.MAX_VALUE - 1);
        assertThat(new NumberRange(Long.MIN_VALUE + 2, Long.MIN_VALUE, Long.MIN_VALUE))
                .containsExactly(Long.MIN_VALUE + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 1, 10",
        "0, 10, 3, 4",
        "10, 0, -3, 4",
        "5, 5, 1, 0",
        "-9223372036854775808, 9223372036854775807, 1, 9223372036854775807",
        "-9223372036854775808, 9223372036854775807, 9223372036854775807, 3"
    })
    void itKnowsItsSizeBeforehand(long start, long stop, long step, long size) {
        assertThat(new NumberRange(start, stop, step).size()).isEqualTo(size);
    }

    @Test
    void aStepOfZeroIsRefused() {
        assertThatThrownBy(() -> new NumberRange(0, 5, 0)).hasMessageContaining("range(0, 5, 0)");
    }
}
