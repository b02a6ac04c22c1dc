package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.JobProgress;
import io.kubeface.reactor.TaskLog;
import io.kubeface.reactor.TaskReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class StandardErrorTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Notices notices = new Notices(new PrintStream(bytes, true, UTF_8));

    @Test
    void withoutProgressNothingButLinesIsWritten() throws Exception {
        notices.line("one");
        notices.aside(() -> {});
        notices.clearProgress();
        assertThat(bytes.toString(UTF_8)).isEqualTo("one" + System.lineSeparator());
    }

    @Test
    void aLineTakesThePlaceOfTheProgress() {
        notices.progress("50%");
        notices.line("one");
        assertThat(bytes.toString(UTF_8)).isEqualTo("\r\u001b[K50%\r\u001b[Kone" + System.lineSeparator());
    }

    @Test
    void progressTellsDoneRunningAndFailedWithinTheTerminal() {
        try (ProgressLine line = new ProgressLine(notices, 100, OptionalLong.of(10))) {
            line.show(new JobProgress("job", OptionalLong.of(10), 6, 2, 3, 1, 4, 0, Duration.ofSeconds(1)));
        }
        String last = bytes.toString(UTF_8).replaceAll("(?s).*\u001b\\[K(?=.)", "");
        assertThat(last).contains("4/10").contains("2 running, 1 failed");
        assertThat(bytes.toString(UTF_8).split("\r")).allMatch(shown -> shown.length() < 103);
    }

    @Test
    void afterTheProgressTheLineIsClear() {
        try (ProgressLine line = new ProgressLine(notices, 80, OptionalLong.empty())) {
            line.show(new JobProgress("job", OptionalLong.empty(), 6, 2, 3, 1, 4, 0, Duration.ofSeconds(1)));
        }
        assertThat(bytes.toString(UTF_8)).endsWith("\r\u001b[K");
    }

    @Test
    void aFailureIsNamedWithValueAndMessageOnOneLine() {
        FailureReports reports = new FailureReports(notices, Verbosity.NORMAL);
        reports.add(failure(3, "java.lang.IllegalStateException", "bad\n\u001b[2J"), "x\ny");
        reports.summarise(10);
        assertThat(bytes.toString(UTF_8).lines())
                .containsExactly(
                        "Task 3 (value x\\ny) failed: java.lang.IllegalStateException: bad\\n\\u001b[2J",
                        "1 of 10 tasks failed: 3");
    }

    @Test
    void ourOwnExceptionsAreToldByTheirMessage() {
        FailureReports reports = new FailureReports(notices, Verbosity.NORMAL);
        reports.add(failure(0, ShellCommandException.class.getName(), "the command exited with 3"), "x");
        assertThat(bytes.toString(UTF_8)).startsWith("Task 0 (value x) failed: the command exited with 3");
    }

    @Test
    void quietTellsTheLastLineOnly() {
        FailureReports reports = new FailureReports(notices, Verbosity.QUIET);
        for (int i = 0; i < 25; i++) {
            reports.add(failure(i, "E", ""), "x");
        }
        reports.summarise(100);
        assertThat(bytes.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("25 of 100 tasks failed: 0, 1,")
                .endsWith("19, and 5 more");
    }

    @Test
    void verboseTellsAllThatIsKnown() {
        FailureReports reports = new FailureReports(notices, Verbosity.VERBOSE);
        reports.add(failure(3, "E", "bad"), "x");
        assertThat(bytes.toString(UTF_8)).contains("of job job").contains("last words");
    }

    @Test
    void withoutFailuresNothingIsTold() {
        new FailureReports(notices, Verbosity.NORMAL).summarise(3);
        assertThat(bytes.size()).isZero();
    }

    private static Failure<String> failure(long index, String type, String message) {
        return new Failure<>(
                index,
                FailureReport.of(FailureKind.USER_ERROR, type, message),
                "",
                "last words\n",
                List.of(),
                new TaskReport(
                        "job",
                        "task",
                        Optional.empty(),
                        List.of(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1,
                        0,
                        Optional.empty(),
                        "input-address",
                        "result-address",
                        new TaskLog("log-address", Mono.empty())));
    }
}
