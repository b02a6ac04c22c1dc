package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.TaskContext;
import io.kubeface.reactor.backend.InProcessBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

class SpeculationProcessesTest {
    private static final int HANGING = 3;

    @TempDir
    Path storage;

    /** Takes a moment; the first attempt at each of the first three hangs. */
    private static int slowly(int input) throws InterruptedException {
        boolean hangs = input < HANGING && TaskContext.current().attempt() == 1;
        TimeUnit.MILLISECONDS.sleep(hangs ? TimeUnit.DAYS.toMillis(1) : 200);
        return input * input;
    }

    @Test
    void threeOfTwentyThatHangOnceKeepNothingFromItsEnd() {
        try (Kubeface kubeface = Kubeface.builder()
                .storage(storage)
                .backend(InProcessBackend.builder())
                .maxSimultaneousTasks(20)
                .speculation(Speculation.DEFAULT)
                .build()) {
            List<Integer> squares = kubeface.map(SpeculationProcessesTest::slowly, Flux.range(0, 20))
                    .map(Result::get)
                    .collectList()
                    .block(Duration.ofMinutes(2));
            assertThat(squares)
                    .containsExactlyElementsOf(Flux.range(0, 20).map(i -> i * i).toIterable());
            JobSnapshot snapshot = kubeface.jobs().get(0);
            assertThat(snapshot.attempts().speculation().won()).isGreaterThanOrEqualTo(HANGING);
            assertThat(snapshot.attempts().running()).isZero();
        }
    }
}
