package io.kubeface.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JsonLineTest {
    @Test
    void whatIsWrittenCanBeRead() {
        String line = new JsonLine()
                .add("name", "a \"quoted\" \\ word")
                .add("count", 3)
                .add("share", 0.25)
                .add("unknown", Double.NaN)
                .add("ordered", true)
                .toString();

        assertThat(line)
                .isEqualTo("{\"name\": \"a \\\"quoted\\\" \\\\ word\", \"count\": 3, \"share\": 0.2500,"
                        + " \"unknown\": null, \"ordered\": true}");
        assertThat(JsonLine.number(line, "count")).isEqualTo(3);
        assertThat(JsonLine.number(line, "share")).isEqualTo(0.25);
        assertThat(JsonLine.number(line, "unknown")).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonLine.number(line, "absent"))
                .withMessageContaining("absent");
    }
}
