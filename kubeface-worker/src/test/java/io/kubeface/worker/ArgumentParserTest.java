package io.kubeface.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.TaskAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentParserTest {

    private static final TaskAddress ADDRESS = new TaskAddress(
            "/data/kubeface", new ObjectName.Job(new JobKey("a-key"), new JobId("grid-1")), new TaskName("0007"), 1);

    @Test
    void readsTheArgumentsThatAnAddressMakes() throws Exception {
        assertThat(parse())
                .isEqualTo(new WorkerOptions(ADDRESS, null, null, null, false, false, false, Verbosity.FAILURES));
    }

    @Test
    void readsEveryOption() throws Exception {
        assertThat(parse(
                        "--installed",
                        "/opt",
                        "--code-cache",
                        "/cache",
                        "--log-file",
                        "/log",
                        "--watch-stdin",
                        "--watch-lease",
                        "--delete-input",
                        "--verbose"))
                .isEqualTo(new WorkerOptions(
                        ADDRESS,
                        Path.of("/opt"),
                        Path.of("/cache"),
                        Path.of("/log"),
                        true,
                        true,
                        true,
                        Verbosity.STEPS));
        assertThat(parse("--quiet").verbosity()).isEqualTo(Verbosity.QUIET);
    }

    @ParameterizedTest
    @CsvSource({
        "--delete-inputs, --delete-input",
        "--log, --job",
        "--logfile, --log-file",
        "-v, --job",
        "--attempts, --attempt",
        "--watchstdin, --watch-stdin"
    })
    void anUnknownOptionIsNamedWithTheNearestOne(String unknown, String nearest) {
        assertThatThrownBy(() -> parse(unknown))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("\"" + unknown + "\"")
                .hasMessageContaining(nearest + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "--attempt, 0, from 1",
        "--attempt, two, from 1",
        "--attempt, --quiet, needs a value",
        "--result, results/a-key/0008.value, not the result of",
        "--result, results/other/0007.value, not the result of",
        "--input, results/a-key/0007, inputs/",
        "--input, inputs/other/0007, differ",
        "--input, inputs/a-key/../../etc, no such name",
        "--job, jobs/a-key, jobs/",
        "--job, jobs/a-key/job-UPPER, no such name"
    })
    void aWrongValueIsNamedWithWhatWouldBeRight(String option, String value, String expected) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(value)
                .hasMessageContaining(expected);
    }

    @Test
    void aMissingOptionIsNamed() {
        for (int i = 0; i < ADDRESS.arguments().size(); i += 2) {
            List<String> arguments = new ArrayList<>(ADDRESS.arguments());
            String missing = arguments.remove(i);
            arguments.remove(i);
            assertThatThrownBy(() -> ArgumentParser.parse(arguments.toArray(new String[0])))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(missing + " is missing");
        }
    }

    @Test
    void trainingTakesAStorageAndNoOtherOption() throws Exception {
        assertThat(ArgumentParser.trainingStorage(new String[] {"--train"})).isNull();
        assertThat(ArgumentParser.trainingStorage(new String[] {"--train", "--storage", "gs://b"}))
                .isEqualTo("gs://b");
        assertThatThrownBy(() -> ArgumentParser.trainingStorage(new String[] {"--train", "--quiet"}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--train takes --storage URL and no other option");
        assertThatThrownBy(() -> ArgumentParser.trainingStorage(new String[] {"--train", "--storage", "--quiet"}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--storage needs a value");
        assertThatThrownBy(() -> parse("--train"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--train comes first");
    }

    @Test
    void deletingTheInputIsRefusedForALaterAttempt() {
        assertThatThrownBy(() -> parse("--delete-input", "--attempt", "2"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--delete-input")
                .hasMessageContaining("--attempt 2");
    }

    private static WorkerOptions parse(String... more) throws UsageException {
        List<String> arguments = new ArrayList<>(ADDRESS.arguments());
        arguments.addAll(List.of(more));
        return ArgumentParser.parse(arguments.toArray(new String[0]));
    }
}
