package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PolicyOptionsTest {

    private static PolicyOptions parse(String option) {
        return CommandLine.populateCommand(new PolicyOptions(), option);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--completion=all-settle",
                "--completion=fail-fast",
                "--completion=after-all",
                "--completion=min-successful=3",
                "--completion=tolerated-failures=0",
                "--completion=tolerated-failure-percentage=2.5",
                "--wait-to-raise-task-exception",
                "--task-timeout=90s",
                "--task-timeout=1h30m",
                "--retries-user-errors=2",
                "--speculation-percent=20",
            })
    void whatMakesSenseIsTaken(String option) {
        assertThatCode(() -> parse(option).check()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--completion=sometimes",
                "--completion=min-successful",
                "--completion=min-successful=few",
                "--completion=fail-fast=3",
                "--completion=tolerated-failures=-1",
                "--task-timeout=0s",
                "--task-timeout=soon",
                "--retries-user-errors=-1",
                "--speculation-percent=101",
            })
    void whatDoesNotIsRefused(String option) {
        String value = option.substring(option.lastIndexOf('=') + 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(option).check())
                .withMessageContaining(value);
    }
}
