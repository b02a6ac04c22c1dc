package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.TaskCallable;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.InProcessBackend;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of tasks that are different functions. */
@Timeout(120)
class SubmitTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @TempDir
    Path storage;

    private Kubeface client() {
        return Kubeface.builder()
                .storage(storage)
                .backend(InProcessBackend.builder())
                .build();
    }

    /** Of the same place as the tasks, so that results may be made of it. */
    private record Named(String name) implements Serializable {}

    @Test
    void differentFunctionsAreOneJobAndGiveTheirResultsInTheOrderOfTheList() {
        try (Kubeface kubeface = client()) {
            int captured = 7;
            List<TaskCallable<Object>> tasks =
                    List.of(() -> captured * captured, () -> "text", () -> new Named("own"), System::lineSeparator);
            List<Object> values = kubeface.<Object>submit(tasks)
                    .map(Result::get)
                    .collectList()
                    .block(DEADLINE);
            assertThat(values).containsExactly(49, "text", new Named("own"), System.lineSeparator());
            assertThat(kubeface.jobs()).singleElement().satisfies(job -> {
                assertThat(job.name()).isEqualTo("submit");
                assertThat(job.inputs().total()).hasValue(4);
            });
        }
    }

    @Test
    void oneThatThrowsFailsAlone() {
        try (Kubeface kubeface = client()) {
            List<TaskCallable<Integer>> tasks = List.of(() -> 1, () -> Integer.parseInt("two"), () -> 3);
            List<Result<Integer>> results =
                    kubeface.job("three").<Integer>submit(tasks).collectList().block(DEADLINE);
            assertThat(results).extracting(Result::isSuccess).containsExactly(true, false, true);
            assertThat(((Failure<Integer>) results.get(1)).cause().kind()).isEqualTo(FailureKind.USER_ERROR);
        }
    }

    @Test
    void withACacheKeyATaskIsReusedByWhatItIsAndCaptures() {
        try (Kubeface kubeface = client()) {
            assertThat(verdicts(kubeface, 1, 2)).containsExactly(Reuse.Verdict.INPUT, Reuse.Verdict.INPUT);
            assertThat(verdicts(kubeface, 2, 3)).containsExactly(Reuse.Verdict.REUSED, Reuse.Verdict.INPUT);
        }
    }

    private static List<Reuse.Verdict> verdicts(Kubeface kubeface, int first, int second) {
        List<TaskCallable<Integer>> tasks = new ArrayList<>();
        for (int number : new int[] {first, second}) {
            tasks.add(() -> number * 10);
        }
        return kubeface.job("cached")
                .cacheKey("tens")
                .<Integer>submit(tasks)
                .map(result -> result.report().reuse().orElseThrow().verdict())
                .collectList()
                .block(DEADLINE);
    }

    @Test
    void aTaskThatCannotBeSentFailsAloneAndSaysWhatItCaptured() {
        Object notSerialisable = new Object();
        try (Kubeface kubeface = client()) {
            List<TaskCallable<String>> tasks = List.of(() -> "fine", notSerialisable::toString);
            List<Result<String>> results =
                    kubeface.<String>submit(tasks).collectList().block(DEADLINE);
            assertThat(results.get(0).get()).isEqualTo("fine");
            assertThat(((Failure<String>) results.get(1)).cause().message())
                    .contains("captured #0 (java.lang.Object) is not serialisable");
        }
    }
}
