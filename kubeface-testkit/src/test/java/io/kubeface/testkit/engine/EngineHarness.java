package io.kubeface.testkit.engine;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.RunReport;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.engine.Engine;
import io.kubeface.reactor.engine.EngineOptions;
import io.kubeface.reactor.engine.EngineSchedulers;
import io.kubeface.reactor.engine.JobPlan;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.reactor.engine.Storing;
import io.kubeface.reactor.engine.SweepPeriod;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import io.kubeface.testkit.backend.ManualAttempt;
import io.kubeface.testkit.backend.ManualBackend;
import io.kubeface.testkit.store.FaultyObjectStore;
import io.kubeface.testkit.store.RecordingObjectStore;
import io.kubeface.testkit.store.StoreFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** An engine in virtual time on one thread, with a store in memory, a backend moved by hand and events told by hand. */
final class EngineHarness {
    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final InMemoryObjectStore store = new InMemoryObjectStore();
    final ManualBackend backend;
    final Sinks.Many<ObjectEvent> events = Sinks.many().multicast().directBestEffort();
    final RecordingObjectStore recorded;
    final Engine engine;
    private final CountedTimers counted = new CountedTimers(time);
    private final TaskObjects objects;

    EngineHarness(int max) {
        this(options(max));
    }

    EngineHarness(EngineOptions options) {
        this(options, call -> StoreFaults.Fault.NONE);
    }

    /** An engine whose own calls of the store fail so; those of workers do not. */
    EngineHarness(EngineOptions options, StoreFaults faults) {
        this(options, faults, manual -> manual, new ObjectEvent.Gap());
    }

    /** An engine whose backend answers each launch so. */
    EngineHarness(EngineOptions options, Mono<Attempt> answer) {
        this(options, call -> StoreFaults.Fault.NONE, manual -> new Answering(answer), new ObjectEvent.Gap());
    }

    /** An engine whose event source tells nothing by itself, not even the gap that it should begin with. */
    static EngineHarness withSilentEvents(int max) {
        return new EngineHarness(options(max), call -> StoreFaults.Fault.NONE, manual -> manual);
    }

    private EngineHarness(
            EngineOptions options, StoreFaults faults, UnaryOperator<Backend> used, ObjectEvent... first) {
        this.backend = new ManualBackend(store);
        ClassLoader loader = EngineHarness.class.getClassLoader();
        Codecs codecs = Codecs.load(loader);
        this.objects = new TaskObjects(store, codecs);
        this.recorded = new RecordingObjectStore(new FaultyObjectStore(store, faults));
        this.engine = new Engine(
                recorded,
                codecs,
                loader,
                Mono.just(new StagedCode(List.of(), List.of(), Map.of())),
                used.apply(backend),
                new ToldEvents(List.of(first)),
                options,
                new EngineSchedulers(counted, time, time, new Random(0)),
                List.of());
    }

    static EngineOptions options(int max) {
        return options(max, SweepPeriod.DEFAULT);
    }

    static EngineOptions options(int max, SweepPeriod sweep) {
        return new EngineOptions(
                max, 256, max, 3, false, List.of("traceparent"), List.of(), Duration.ofMinutes(10), sweep, List.of());
    }

    static EngineOptions options(int max, int window, int prefetch) {
        return new EngineOptions(
                max,
                window,
                prefetch,
                3,
                false,
                List.of("traceparent"),
                List.of(),
                Duration.ofMinutes(10),
                SweepPeriod.DEFAULT,
                List.of());
    }

    static <T, R> JobPlan<T, R> plan(boolean ordered, int itemsPerTask, Optional<Duration> maxWait) {
        return plan(ordered, itemsPerTask, maxWait, Policies.DEFAULT);
    }

    static <T, R> JobPlan<T, R> plan(boolean ordered, int itemsPerTask, Optional<Duration> maxWait, Policies policies) {
        TaskFunction<T, R> unused = input -> {
            throw new IllegalStateException("The manual backend runs nothing: " + input);
        };
        return new JobPlan<>(
                "test",
                ordered,
                unused,
                itemsPerTask,
                maxWait,
                OptionalLong.empty(),
                Optional.empty(),
                policies,
                Storing.DEFAULT);
    }

    Flux<Result<Integer>> map(Publisher<Integer> inputs) {
        return engine.job(plan(true, 1, Optional.empty()), inputs);
    }

    Flux<Result<Integer>> map(Policies policies, Publisher<Integer> inputs) {
        return engine.job(plan(true, 1, Optional.empty(), policies), inputs);
    }

    Flux<Result<Integer>> mapUnordered(Publisher<Integer> inputs) {
        return engine.job(plan(false, 1, Optional.empty()), inputs);
    }

    /** Lets everything happen that can happen now. */
    void settle() {
        time.advanceTimeBy(Duration.ZERO);
    }

    /** Timers of the engine that are set. */
    int timers() {
        return counted.set();
    }

    void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    /** The running attempt at the task with this sequence number. */
    ManualAttempt attempt(int task) {
        return backend.running().stream()
                .filter(attempt -> number(attempt) == task)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("Task " + task + " does not run; these do: " + runningTasks()));
    }

    List<Integer> runningTasks() {
        return backend.running().stream().map(EngineHarness::number).sorted().toList();
    }

    static int number(ManualAttempt attempt) {
        return Integer.parseInt(attempt.spec().address().task().value());
    }

    /** The attempt's worker writes values, tells, and ends. */
    void succeed(ManualAttempt attempt, Object... values) {
        write(attempt, values);
        tell(attempt.spec().address().value());
        attempt.finished();
        settle();
    }

    /** The attempt's worker writes values and tells nobody. */
    void write(ManualAttempt attempt, Object... values) {
        List<ItemOutcome> outcomes = Arrays.stream(values)
                .<ItemOutcome>map(value -> new ItemOutcome.Value(value, 0))
                .toList();
        put(attempt, attempt.spec().address().value(), outcomes);
    }

    /** The attempt's worker writes a failure of the function, and tells nobody. */
    void writeFailure(ManualAttempt attempt, String message) {
        writeFailure(attempt, FailureKind.USER_ERROR, message);
    }

    /** The attempt's worker writes a failure, and tells nobody. */
    void writeFailure(ManualAttempt attempt, FailureKind kind, String message) {
        FailureReport failure = FailureReport.of(kind, "java.lang.ArithmeticException", message);
        put(attempt, attempt.spec().address().failure(), List.of(new ItemOutcome.Failed(failure)));
    }

    /** The attempt's worker writes values of so many inputs and one failure, and tells nobody. */
    void writeMixed(ManualAttempt attempt, int values, String message) {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            outcomes.add(new ItemOutcome.Value(i, 0));
        }
        outcomes.add(new ItemOutcome.Failed(
                FailureReport.of(FailureKind.USER_ERROR, "java.lang.ArithmeticException", message)));
        put(attempt, attempt.spec().address().failure(), outcomes);
    }

    void put(ManualAttempt attempt, ObjectName name, List<ItemOutcome> outcomes) {
        RunReport run = new RunReport(
                attempt.spec().address().attempt(), Instant.EPOCH, Instant.EPOCH, "host", 1, "17", "java", 1);
        try {
            objects.writeResult(name, run, outcomes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void tell(ObjectName name) {
        events.tryEmitNext(new ObjectEvent.Written(name.path()));
        settle();
    }

    /** Ends all attempts that run, each with its task's number times ten as value. */
    void succeedAll() {
        backend.running().stream()
                .sorted(Comparator.comparing(EngineHarness::number))
                .forEach(attempt -> succeed(attempt, number(attempt) * 10));
    }

    List<String> objectNames() {
        return store.list("", null, 10_000).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    private record Answering(Mono<Attempt> answer) implements Backend {
        @Override
        public String name() {
            return "answering";
        }

        @Override
        public Mono<Attempt> launch(AttemptSpec spec) {
            return answer;
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }

    private final class ToldEvents implements ObjectEvents {
        private final List<ObjectEvent> first;

        ToldEvents(List<ObjectEvent> first) {
            this.first = first;
        }

        @Override
        public Flux<ObjectEvent> results(JobKey key) {
            return events.asFlux().startWith(first);
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }
}
