package io.kubeface.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {

    private final Diagnosis diagnosis = new Diagnosis(1);

    @Test
    void memoryThatRanOutInAnotherThreadIsSeenThroughItsCauses() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        Throwable thrown = new ExecutionException(new CompletionException(error));

        assertThat(diagnosis.ofCall(thrown).kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(diagnosis.ofCall(thrown).message()).contains("-Xmx");
        assertThat(diagnosis.ofInput(thrown).kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
    }

    @ParameterizedTest
    @CsvSource({
        "Java heap space, -Xmx",
        "GC overhead limit exceeded, -Xmx",
        "unable to create native thread: possibly out of memory or process/resource limits reached, ulimit -u",
        "Metaspace, -XX:MaxMetaspaceSize",
        "Compressed class space, -XX:CompressedClassSpaceSize",
        "Direct buffer memory, -XX:MaxDirectMemorySize",
        "'Cannot reserve 9 bytes of direct buffer memory (allocated: 1, limit: 2)', -XX:MaxDirectMemorySize",
        "Requested array size exceeds VM limit, use several",
    })
    void eachMemoryHasItsOwnAdvice(String says, String advice) {
        FailureReport report = diagnosis.ofCall(new OutOfMemoryError(says));

        assertThat(report.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(report.message()).startsWith(says).contains(advice);
        assertThat(report.message().contains("-Xmx")).isEqualTo(advice.equals("-Xmx"));
    }

    @Test
    void anUnknownMemoryHasNoAdvice() {
        assertThat(diagnosis.ofCall(new OutOfMemoryError("of another kind")).message())
                .isEqualTo("of another kind");
    }
}
