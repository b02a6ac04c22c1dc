package io.kubeface.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HttpDateTest {
    private static final DateTimeFormatter FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    @Test
    void readsWhatTheFormatterWrites() {
        ZonedDateTime time = LocalDate.of(2023, 12, 30).atTime(23, 58, 1).atZone(ZoneOffset.UTC);
        for (int day = 0; day < 500; day++) {
            ZonedDateTime date = time.plusDays(day).plusSeconds(day);
            assertThat(HttpDate.parse(FIXDATE.format(date))).isEqualTo(date.toInstant());
        }
    }

    @Test
    void readsTheStandardsExample() {
        assertThat(HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @Test
    void refusesWhatIsNone() {
        for (String text : List.of(
                "",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 36 Nov 1994 08:49:37 GMT",
                "Sun, 0x Nov 1994 08:49:37 GMT")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HttpDate.parse(text))
                    .withMessage("Not a date of HTTP: " + text);
        }
    }
}
