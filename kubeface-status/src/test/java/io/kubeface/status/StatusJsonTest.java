package io.kubeface.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusJsonTest {
    private static final Path SCHEMA = Path.of("../docs/status.schema.json");

    static Stream<JobStatus> statuses() {
        return Stream.of(
                Statuses.begun(),
                Statuses.active(300, Duration.ofSeconds(48)),
                Statuses.done(300, ""),
                Statuses.done(300, Statuses.HOSTILE),
                Statuses.done(300, "x".repeat(100_000)),
                Statuses.done(1_000, ""));
    }

    private static List<Error> errors(String json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
        return schema.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void whatIsWrittenIsValidAndReadBack(JobStatus status) throws IOException {
        String json = Statuses.json(status);
        assertThat(errors(json)).isEmpty();
        assertThat(Statuses.read(json)).isEqualTo(status);
    }

    @Test
    void theSchemaRefusesWhatIsNone() throws IOException {
        String json = Statuses.json(Statuses.done(20, ""));
        assertThat(errors(json.replace("\"state\":\"completed\"", "\"state\":\"over\"")))
                .hasSize(1);
        assertThat(errors(json.replace("\"slots\":12", "\"slots\":-1"))).hasSize(1);
        assertThat(errors(json.replace("\"began\":\"2026", "\"began\":\"on 2026")))
                .hasSize(1);
        assertThat(errors(json.replaceFirst("\"lanes\":", "\"ways\":"))).hasSize(1);
    }

    @Test
    void whatALaterVersionAddsIsLeftOut() throws IOException {
        JobStatus status = Statuses.done(20, "");
        String json = Statuses.json(status).replaceFirst("\\{", "{\"later\":{\"a\":[1]},");
        assertThat(errors(json)).isEmpty();
        assertThat(Statuses.read(json)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"job\":\"a\"}", "<html>"})
    void whatIsNoStatusIsRefused(String json) {
        assertThatThrownBy(() -> Statuses.read(json))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no status of a job");
    }
}
