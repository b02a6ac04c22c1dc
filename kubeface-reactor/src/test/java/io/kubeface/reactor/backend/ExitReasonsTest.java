package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitReasonsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0   |                                             | WORKER_CRASH     | exit code 0: no error, but the result is not in the store
                    1   | oops                                        | WORKER_CRASH     | exit code 1: the worker itself failed, or something
                    1   | Error: Could not find or load main class X  | LAUNCH           | did not start (exit code 1): Error: Could not
                    127 | setsid: failed to execute /x/java: No such  | LAUNCH           | setsid: failed to execute /x/java
                    1   | insufficient memory for the Java Runtime Environment | OUT_OF_MEMORY | out of memory
                    3   | Terminating due to java.lang.OutOfMemoryError: heap | OUT_OF_MEMORY | out of memory
                    2   |                                             | LAUNCH           | same version
                    10  |                                             | USER_ERROR       | its failure is not in the store
                    11  |                                             | CODE_MISMATCH    | refused the code
                    12  |                                             | UNREADABLE_INPUT | could not read the input
                    13  |                                             | STORAGE          | the store
                    14  |                                             | OUT_OF_MEMORY    | out of memory
                    15  |                                             | WORKER_CRASH     | driver for dead
                    42  |                                             | WORKER_CRASH     | exit code 42
                    134 |                                             | WORKER_CRASH     | signal 6 (ABRT): the JVM gave up
                    137 |                                             | WORKER_CRASH     | signal 9 (KILL): by a person, or by the system
                    139 |                                             | WORKER_CRASH     | signal 11 (SEGV): native code
                    143 |                                             | WORKER_CRASH     | signal 15 (TERM)
                    """)
    void anExitSaysWhatItMeans(int code, String printed, FailureKind kind, String reason) {
        Exit exit = ExitReasons.of(code, printed == null ? "" : printed, false, List.of());

        assertThat(exit.ifNoResult()).isEqualTo(kind);
        assertThat(exit.reason()).contains(reason);
    }

    @Test
    void aKillByTheDriverSaysSo() {
        assertThat(ExitReasons.of(137, "", true, List.of("e")))
                .isEqualTo(new Exit(FailureKind.WORKER_CRASH, "killed by the driver", "", List.of("e")));
    }
}
