package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.Result;
import io.kubeface.testkit.backend.ManualAttempt;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** What an engine holds depends on what is open, not on how much there was. */
class EngineMemoryTest {
    private static final String TASK = "io.kubeface.reactor.engine.Task";
    private static final int TASKS = 5_000;

    private final EngineHarness harness = new EngineHarness(4);

    /** Forgets what it gets, so that only the engine can hold it. */
    private static final class Forgetful extends BaseSubscriber<Result<Integer>> {
        private int received;

        @Override
        protected void hookOnNext(Result<Integer> result) {
            received++;
        }
    }

    private Map<String, Integer> reachableAfter(Forgetful subscriber, int results) {
        while (subscriber.received < results) {
            harness.succeed(harness.backend.running().get(0), 1);
        }
        return ReachableObjects.from(harness.engine);
    }

    @Test
    void whatIsReachableAfterManyTasksIsWhatIsReachableAfterFew() {
        Forgetful subscriber = new Forgetful();
        harness.map(Flux.range(0, TASKS)).subscribe(subscriber);
        harness.settle();
        Map<String, Integer> early = reachableAfter(subscriber, 100);
        Map<String, Integer> late = reachableAfter(subscriber, TASKS - 10);
        assertThat(early.get(TASK)).isEqualTo(5);
        assertThat(late).isEqualTo(early);
        reachableAfter(subscriber, TASKS);
        assertThat(ReachableObjects.from(harness.engine)).doesNotContainKey(TASK);
        JobSnapshot.Tasks tasks = harness.engine.jobs().get(0).tasks();
        assertThat(tasks).isEqualTo(new JobSnapshot.Tasks(TASKS, 0, 0, 0, TASKS, 0));
        assertThat(harness.objectNames()).isEmpty();
    }

    @Test
    void aTaskThatWaitsForItsSubscriberHoldsNoAttemptsHandle() {
        Forgetful subscriber = new Forgetful();
        harness.map(Flux.range(0, 200)).subscribe(subscriber);
        harness.settle();
        // The first is a straggler, behind which the others wait.
        for (int ended = 0; ended < 100; ended++) {
            harness.succeed(harness.backend.running().get(1), 1);
        }
        JobSnapshot job = harness.engine.jobs().get(0);
        assertThat(job.tasks().settled()).isEqualTo(100);
        assertThat(ReachableObjects.from(harness.engine)).containsEntry(ManualAttempt.class.getName(), 4);
    }
}
