package io.kubeface.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "0.24, 240 ms",
        "1, 1.0 s",
        "9.94, 9.9 s",
        "9.96, 10 s",
        "59.4, 59 s",
        "59.6, 1 min",
        "123, 2 min 3 s",
        "3600, 1 h",
        "18420, 5 h 7 min",
        "183600, 2 d 3 h"
    })
    void durationsAreShort(double seconds, String text) {
        assertThat(Formats.duration(seconds)).isEqualTo(text);
    }

    @Test
    void nothingIsWhollyDoneWhileSomethingIsLeft() {
        assertThat(Formats.percent(299, 300)).isEqualTo("99 %");
        assertThat(Formats.percent(300, 300)).isEqualTo("100 %");
        assertThat(Formats.percent(0, 0)).isEqualTo("0 %");
    }

    @Test
    void whatIsLeftTakesAsLongAsWhatWasComputed() {
        assertThat(Remaining.seconds(OptionalLong.of(300), 150, 50, 10)).hasValue(15);
        assertThat(Remaining.seconds(OptionalLong.of(300), 300, 0, 10)).hasValue(0);
        assertThat(Remaining.seconds(OptionalLong.empty(), 150, 0, 10)).isEqualTo(OptionalDouble.empty());
        assertThat(Remaining.seconds(OptionalLong.of(300), 50, 50, 10)).isEqualTo(OptionalDouble.empty());
    }
}
