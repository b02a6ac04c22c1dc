package io.kubeface.testkit.engine;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.InputReader;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.RunReport;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.reactor.KeepPolicy;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.engine.Engine;
import io.kubeface.reactor.engine.EngineSchedulers;
import io.kubeface.reactor.engine.JobPlan;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.reactor.engine.Storing;
import io.kubeface.reactor.events.NoEvents;
import io.kubeface.testkit.backend.ManualAttempt;
import io.kubeface.testkit.backend.ManualBackend;
import io.kubeface.testkit.store.RecordingObjectStore;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

/** One storage and any number of drivers on it, each with a time of its own: one that is not moved any more is dead. */
final class ReuseBench {
    static final JobKey KEY = JobKey.ofCacheKey("grid");
    static final TaskFunction<Integer, Integer> TIMES_TEN = input -> input * 10;
    static final TaskFunction<Integer, Integer> TIMES_TWENTY = input -> input * 20;

    /** Now, by the storage's clock. */
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    final InMemoryObjectStore store = new InMemoryObjectStore(() -> now);
    private final Codecs codecs = Codecs.load(ReuseBench.class.getClassLoader());
    private final TaskObjects objects = new TaskObjects(store, codecs);
    private final DecodeScope scope =
            new DecodeScope(ReuseBench.class.getClassLoader(), info -> ObjectInputFilter.Status.UNDECIDED);
    private int drivers;

    /** Moves the storage's clock, and no driver's. */
    void pass(Duration time) {
        now = now.plus(time);
    }

    /** A driver that ships this code. */
    Driver driver(String code) {
        return new Driver(code, drivers++);
    }

    Driver driver() {
        return driver("one");
    }

    List<String> names(String prefix) {
        return store.list(prefix, null, 10_000).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    /** The values that lie under the key. */
    List<String> values() {
        return names("results/" + KEY + "/").stream()
                .filter(name -> name.endsWith(".value"))
                .toList();
    }

    void damage(String name) throws IOException {
        store.put(name, PutMode.REPLACE, "", out -> out.write(new byte[] {1, 2, 3}));
    }

    List<Integer> inputs(TaskAddress address) {
        try (InputReader reader = objects.openInputs(address.input(), scope)) {
            List<Integer> inputs = new ArrayList<>();
            while (reader.hasNext()) {
                inputs.add((Integer) reader.next());
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a worker, of whichever driver, writes that all went well: ten times each input. */
    void writeValue(TaskAddress address) {
        List<ItemOutcome> outcomes = inputs(address).stream()
                .<ItemOutcome>map(input -> new ItemOutcome.Value(input * 10, 0))
                .toList();
        write(address, outcomes, false);
    }

    void writeFailure(TaskAddress address, String message) {
        FailureReport failure = FailureReport.of(FailureKind.USER_ERROR, "java.lang.ArithmeticException", message);
        write(address, List.of(new ItemOutcome.Failed(failure)), true);
    }

    private void write(TaskAddress address, List<ItemOutcome> outcomes, boolean failure) {
        RunReport run = new RunReport(address.attempt(), Instant.EPOCH, Instant.EPOCH, "host", 1, "17", "java", 1);
        try {
            objects.writeResult(failure ? address.failure() : address.value(), run, outcomes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Integer> values(TestSubscriber<Result<Integer>> subscriber) {
        return subscriber.getReceivedOnNext().stream().map(Result::get).toList();
    }

    /** A driver in a time of its own. */
    final class Driver {
        final VirtualTimeScheduler time = VirtualTimeScheduler.create();
        final ManualBackend backend = new ManualBackend(store);
        final RecordingObjectStore recorded = new RecordingObjectStore(store);
        final Engine engine;

        Driver(String code, int number) {
            String digest = String.format("%064x", code.hashCode());
            StagedCode staged = new StagedCode(List.of(new CodeEntry(digest, code, 1)), List.of(), Map.of());
            this.engine = new Engine(
                    recorded,
                    codecs,
                    ReuseBench.class.getClassLoader(),
                    Mono.just(staged),
                    backend,
                    new NoEvents(),
                    EngineHarness.options(4),
                    new EngineSchedulers(time, time, time, new Random(number)),
                    List.of());
        }

        TestSubscriber<Result<Integer>> map(Integer... inputs) {
            return map(TIMES_TEN, 1, KeepPolicy.NOTHING, inputs);
        }

        TestSubscriber<Result<Integer>> map(
                TaskFunction<Integer, Integer> function, int itemsPerTask, KeepPolicy keep, Integer... inputs) {
            return subscribe(plan(function, itemsPerTask, true, new Storing(Optional.of(KEY), keep)), inputs);
        }

        TestSubscriber<Result<Integer>> subscribe(JobPlan<Integer, Integer> plan, Integer... inputs) {
            TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
            engine.job(plan, Flux.fromArray(inputs)).subscribe(subscriber);
            settle();
            return subscriber;
        }

        void settle() {
            time.advanceTimeBy(Duration.ZERO);
        }

        void pass(Duration duration) {
            time.advanceTimeBy(duration);
        }

        /** Lets every attempt succeed until none runs. */
        void finish() {
            while (!backend.running().isEmpty()) {
                backend.running().forEach(this::succeed);
            }
        }

        void succeed(ManualAttempt attempt) {
            writeValue(attempt.spec().address());
            attempt.finished();
            settle();
        }

        void fail(ManualAttempt attempt, String message) {
            writeFailure(attempt.spec().address(), message);
            attempt.finished();
            settle();
        }

        /** The running attempt at the task with this first input. */
        ManualAttempt attempt(int input) {
            return attempts()
                    .filter(attempt -> inputs(attempt.spec().address()).get(0) == input)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No attempt at " + input));
        }

        private Stream<ManualAttempt> attempts() {
            return backend.running().stream();
        }
    }

    static JobPlan<Integer, Integer> plan(
            TaskFunction<Integer, Integer> function, int itemsPerTask, boolean ordered, Storing storing) {
        return new JobPlan<>(
                "test",
                ordered,
                function,
                itemsPerTask,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Policies.DEFAULT,
                storing);
    }
}
