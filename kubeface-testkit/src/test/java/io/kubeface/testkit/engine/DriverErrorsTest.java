package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.engine.JobPlan;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

/** Errors that Reactor throws past subscribers, who once waited without end for a signal. */
class DriverErrorsTest {

    @Test
    void anInputWhoseClassDoesNotLoadFailsAlone() {
        EngineHarness harness = new EngineHarness(2);
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness, Flux.just(new Unloadable("inputs"), "sound"));

        harness.succeed(harness.attempt(1), 10);

        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(failure.cause().message()).contains("java.lang.NoClassDefFoundError: inputs/Missing", "class path");
        assertThat(subscriber.getReceivedOnNext().get(1).get()).isEqualTo(10);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aResultWhoseClassDoesNotLoadFailsAlone() {
        EngineHarness harness = new EngineHarness(2);
        TestSubscriber<Result<Integer>> subscriber = subscribe(harness, Flux.just("first", "second"));

        harness.succeed(harness.attempt(0), new Unreadable());
        harness.succeed(harness.attempt(1), 10);

        Failure<Integer> failure =
                subscriber.getReceivedOnNext().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_RESULT);
        assertThat(failure.cause().message()).contains("java.lang.NoClassDefFoundError: results/Missing");
        assertThat(subscriber.getReceivedOnNext().get(1).get()).isEqualTo(10);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void aFunctionWhoseCapturesDoNotLoadEndsTheJob() {
        EngineHarness harness = new EngineHarness(2);
        Unloadable captured = new Unloadable("captures");
        TaskFunction<Integer, Integer> function = input -> captured.where().length();
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        harness.engine
                .job(
                        new JobPlan<>(
                                "test", true, function, 1, Optional.empty(), OptionalLong.empty(), Optional.empty()),
                        Flux.just(1))
                .subscribe(subscriber);
        harness.settle();

        assertThat(subscriber.expectTerminalError())
                .hasMessageContaining("captures/Missing")
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    private static TestSubscriber<Result<Integer>> subscribe(EngineHarness harness, Flux<Object> inputs) {
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        harness.engine
                .<Object, Integer>job(EngineHarness.plan(true, 1, Optional.empty()), inputs)
                .subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    private record Unloadable(String where) implements Serializable {
        private Object writeReplace() {
            throw new NoClassDefFoundError(where + "/Missing");
        }
    }

    private static final class Unreadable implements Serializable {
        private void writeObject(ObjectOutputStream out) {}

        private void readObject(ObjectInputStream in) {
            throw new NoClassDefFoundError("results/Missing");
        }
    }
}
