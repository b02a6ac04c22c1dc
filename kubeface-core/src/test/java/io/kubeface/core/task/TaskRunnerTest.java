package io.kubeface.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRunnerTest {

    private static final JobId JOB = new JobId("job-1");
    private static final WorkerIdentity IDENTITY = new WorkerIdentity("here", 4711, "a JVM", "java it");
    private static final Codecs CODECS = Codecs.named(List.of(), TaskRunnerTest.class.getClassLoader());
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final AtomicReference<Supplier<String>> STOP = new AtomicReference<>(() -> "");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TaskObjects objects = new TaskObjects(store, CODECS);

    @Test
    void writesTheValuesOfAllInputsInTheirOrder() throws Exception {
        TaskAddress task = task((Integer x) -> x * x, 2, 3, 4);

        assertThat(run(task)).isEqualTo(WorkerExit.SUCCESS);

        TaskResult result = result(task.value());
        assertThat(result.outcomes())
                .extracting(o -> ((ItemOutcome.Value) o).value())
                .containsExactly(4, 9, 16);
        assertThat(result.run().pid()).isEqualTo(4711);
        assertThat(result.run().host()).isEqualTo("here");
        assertThat(store.stat(task.failure().path())).isEmpty();
    }

    @Test
    void aNullResultIsASuccess() throws Exception {
        TaskAddress task = task((Integer x) -> null, 1);

        assertThat(run(task)).isEqualTo(WorkerExit.SUCCESS);
        assertThat(((ItemOutcome.Value) result(task.value()).outcomes().get(0)).value())
                .isNull();
    }

    @Test
    void anErrorOfOneInputLeavesTheOthers() throws Exception {
        TaskAddress task = task(
                (Integer x) -> {
                    if (x == 2) {
                        throw new AssertionError("two");
                    }
                    return x;
                },
                1,
                2,
                3);

        assertThat(run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED);

        List<ItemOutcome> outcomes = result(task.failure()).outcomes();
        assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo(1);
        assertThat(((ItemOutcome.Failed) outcomes.get(1)).failure().message()).isEqualTo("two");
        assertThat(((ItemOutcome.Value) outcomes.get(2)).value()).isEqualTo(3);
    }

    @Test
    void memoryThatRanOutFailsTheInputsThatFollowToo() throws Exception {
        TaskAddress task = task(
                (Integer x) -> {
                    if (x == 2) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    return x;
                },
                1,
                2,
                3);

        assertThat(run(task)).isEqualTo(WorkerExit.OUT_OF_MEMORY);

        List<ItemOutcome> outcomes = result(task.failure()).outcomes();
        assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo(1);
        assertThat(failure(outcomes, 1).message()).contains("Java heap space", "-Xmx");
        assertThat(failure(outcomes, 2).kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
    }

    @Test
    void anInterruptFailsTheInputsThatFollowToo() throws Exception {
        TaskAddress task = task(
                (Integer x) -> {
                    throw new InterruptedException("cancelled");
                },
                1,
                2);

        assertThat(run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED);
        assertThat(failure(result(task.failure()).outcomes(), 1).type()).isEqualTo("java.lang.InterruptedException");
    }

    @Test
    void anInterruptThatTheFunctionLeavesPendingLosesNothing(@TempDir Path directory) throws Exception {
        try (ObjectStore files = new LocalDirectoryObjectStore(directory)) {
            TaskAddress task = task(
                    files,
                    (Integer x) -> {
                        Thread.currentThread().interrupt();
                        if (x == 2) {
                            throw new IllegalStateException("two");
                        }
                        return x;
                    },
                    1,
                    2,
                    3);

            assertThat(new TaskRunner(files, task, IDENTITY, BeforeResult.NOTHING)
                            .run(manifest(17, Map.of()), getClass().getClassLoader()))
                    .isEqualTo(WorkerExit.FUNCTION_FAILED);

            List<ItemOutcome> outcomes = new TaskObjects(files, CODECS)
                    .readResult(task.failure(), new DecodeScope(getClass().getClassLoader(), new TrustedFilter()))
                    .outcomes();
            assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo(1);
            assertThat(failure(outcomes, 1).message()).isEqualTo("two");
            assertThat(((ItemOutcome.Value) outcomes.get(2)).value()).isEqualTo(3);
        } finally {
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void aPendingInterruptDoesNotBreakOffTheWritingOfAFailure(@TempDir Path directory) throws Exception {
        try (ObjectStore files = new LocalDirectoryObjectStore(directory)) {
            TaskAddress task = new TaskAddress("memory:", JOB_NAME, TaskName.ofSequence(0), 1);
            Thread.currentThread().interrupt();

            new TaskRunner(files, task, IDENTITY, BeforeResult.NOTHING)
                    .abort(FailureReport.of(FailureKind.CODE_MISMATCH, "t", "m"));

            assertThat(files.stat(task.failure().path())).isPresent();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void anAttemptThatIsStoppedBeginsNoFurtherInput() throws Exception {
        TaskAddress task = task((Integer x) -> STOP.get().get(), 1, 2);
        TaskRunner runner = new TaskRunner(store, task, IDENTITY, BeforeResult.NOTHING);
        STOP.set(() -> {
            runner.stop();
            return "stopped";
        });

        runner.run(manifest(17, Map.of()), getClass().getClassLoader());

        List<ItemOutcome> outcomes = result(task.failure()).outcomes();
        assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo("stopped");
        assertThat(failure(outcomes, 1).message()).contains("stopped before");
    }

    @Test
    void aFunctionWhoseReadingThrowsAnErrorIsRefused() throws Exception {
        TaskAddress task = task(new Asserting(), 1);

        assertThat(run(task)).isEqualTo(WorkerExit.CODE_REFUSED);
        assertThat(failure(result(task.failure()).outcomes(), 0).message()).contains("not here");
    }

    @Test
    void aThrowableThatCannotEvenTellItsCauseIsAFailure() throws Exception {
        TaskAddress task = task(
                (Integer x) -> {
                    throw new Untold();
                },
                1);

        assertThat(run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED);
        assertThat(failure(result(task.failure()).outcomes(), 0).type()).isEqualTo(Untold.class.getName());
    }

    @Test
    void memoryThatRanOutInAnotherThreadFailsTheInputsThatFollowToo() throws Exception {
        TaskAddress task = task(
                (Integer x) -> {
                    throw new ExecutionException(new OutOfMemoryError("Java heap space"));
                },
                1,
                2);

        assertThat(run(task)).isEqualTo(WorkerExit.OUT_OF_MEMORY);
        assertThat(failure(result(task.failure()).outcomes(), 1).kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
    }

    @Test
    void theRunStartsWhenItsFirstInputHasBeenRead() throws Exception {
        TaskAddress task = task((Object x) -> Instant.now(), new Slow());

        run(task);

        TaskResult result = result(task.value());
        Instant called = (Instant) ((ItemOutcome.Value) result.outcomes().get(0)).value();
        assertThat(result.run().started()).isBetween(Slow.read, called);
        assertThat(result.run().ended()).isAfterOrEqualTo(called);
    }

    @Test
    void aFunctionThatNeverRanStartsAndEndsWhenItsFailureIsWritten() throws Exception {
        TaskAddress task = task((Object x) -> "never called", new Holder(1));

        run(task, manifest(17, Map.of()), new Without(Holder.class.getName()));

        RunReport run = result(task.failure()).run();
        assertThat(run.started()).isEqualTo(run.ended());
    }

    @Test
    void aValueThatCannotBeWrittenFailsItsInputAlone() throws Exception {
        TaskAddress task = task((Integer x) -> x == 2 ? new Holder(new Object()) : x, 1, 2, 3);

        assertThat(run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED);

        List<ItemOutcome> outcomes = result(task.failure()).outcomes();
        assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo(1);
        assertThat(failure(outcomes, 1).kind()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(failure(outcomes, 1).message()).contains("java.lang.Object", "content");
        assertThat(((ItemOutcome.Value) outcomes.get(2)).value()).isEqualTo(3);
        assertThat(store.stat(task.value().path())).isEmpty();
    }

    @Test
    void aValueThatThrowsWhileItIsWrittenIsAFailure() throws Exception {
        TaskAddress task = task((Integer x) -> new Throwing(), 1);

        assertThat(run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED);
        assertThat(failure(result(task.failure()).outcomes(), 0).message())
                .contains("thrown by writeObject", "could not be written");
    }

    @Test
    void aValueThatIsNestedTooDeepIsAFailure() throws Exception {
        TaskAddress task = task(
                (Integer depth) -> {
                    List<Object> list = new ArrayList<>();
                    for (int i = 0; i < depth; i++) {
                        list = new ArrayList<>(List.of(list));
                    }
                    return list;
                },
                200_000);

        assertThat(run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED);
        assertThat(failure(result(task.failure()).outcomes(), 0).message()).contains("too deep", "-Xss");
    }

    @Test
    void anInputOfAClassThatIsNotThereFailsAloneAndIsNamed() throws Exception {
        TaskAddress task = task((Object x) -> "called", 1, new Holder("two"), 3);
        ClassLoader without = new Without(Holder.class.getName());

        assertThat(run(task, manifest(17, Map.of()), without)).isEqualTo(WorkerExit.INPUT_UNREADABLE);

        List<ItemOutcome> outcomes = result(task.failure()).outcomes();
        assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo("called");
        assertThat(failure(outcomes, 1).kind()).isEqualTo(FailureKind.UNREADABLE_INPUT);
        assertThat(failure(outcomes, 1).message()).contains(Holder.class.getName(), "0 entries");
        assertThat(((ItemOutcome.Value) outcomes.get(2)).value()).isEqualTo("called");
    }

    @Test
    void aDamagedInputObjectFailsWhatCouldNotBeRead() throws Exception {
        TaskAddress task = task((String x) -> "called", "first", "second");
        byte[] bytes = read(task.input().path());
        bytes[bytes.length - 20] ^= 1;
        store.put(task.input().path(), PutMode.REPLACE, "x", out -> out.write(bytes));

        assertThat(run(task)).isEqualTo(WorkerExit.INPUT_UNREADABLE);

        List<ItemOutcome> outcomes = result(task.failure()).outcomes();
        assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo("called");
        assertThat(failure(outcomes, 1).message()).contains(task.input().path());
    }

    @Test
    void aStoreThatFailsLeavesNoResult() throws Exception {
        TaskAddress task = task((Integer x) -> x, 1);
        store.delete(List.of(task.job().path()));

        assertThatThrownBy(() -> run(task)).isInstanceOf(ObjectNotFoundException.class);
        assertThat(store.stat(task.failure().path())).isEmpty();
    }

    @Test
    void aStorageErrorOfTheFunctionItselfIsTheFunctionsFailure() throws Exception {
        TaskAddress task = task(
                (Integer x) -> {
                    throw new ObjectNotFoundException("the-users-own", "elsewhere", null);
                },
                1);

        assertThat(run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED);
    }

    @Test
    void aLaterAttemptDoesNothingWhenAValueIsThere() throws Exception {
        TaskAddress first = task((Integer x) -> CALLS.incrementAndGet(), 1);
        run(first);
        int calls = CALLS.get();

        TaskAddress second = new TaskAddress(first.storage(), JOB_NAME, first.task(), 2);
        assertThat(run(second)).isEqualTo(WorkerExit.SUCCESS);

        assertThat(CALLS.get()).isEqualTo(calls);
    }

    @Test
    void theLogIsBroughtBeforeTheResult() throws Exception {
        TaskAddress task = task((Integer x) -> x, 1);
        List<Boolean> resultWasThere = new ArrayList<>();
        BeforeResult log =
                () -> resultWasThere.add(store.stat(task.value().path()).isPresent());

        new TaskRunner(store, task, IDENTITY, log)
                .run(manifest(17, Map.of()), getClass().getClassLoader());

        assertThat(resultWasThere).containsExactly(false);
    }

    @Test
    void theSurroundingsAreSetForTheFunctionAndGivenBack() throws Exception {
        TaskAddress task = task(
                (Integer x) -> TaskContext.current().propagated().get("traceparent")
                        + " "
                        + Thread.currentThread().getContextClassLoader().getName(),
                1);
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        run(task, manifest(17, Map.of("traceparent", "00-abc")), new Without("nothing"));

        Object seen = ((ItemOutcome.Value) result(task.value()).outcomes().get(0)).value();
        assertThat(seen).isEqualTo("00-abc without nothing");
        assertThat(TaskContext.find()).isEmpty();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    private static final ObjectName.Job JOB_NAME = new ObjectName.Job(JOB.asKey(), JOB);

    private <T, R> TaskAddress task(TaskFunction<T, R> function, Object... inputs) throws IOException {
        return task(store, function, inputs);
    }

    private static <T, R> TaskAddress task(ObjectStore in, TaskFunction<T, R> function, Object... inputs)
            throws IOException {
        TaskObjects objects = new TaskObjects(in, CODECS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(function);
        }
        objects.writeJob(JOB_NAME, manifest(17, Map.of()), bytes.toByteArray());
        TaskAddress address = new TaskAddress("memory:", JOB_NAME, TaskName.ofSequence(0), 1);
        objects.writeInputs(address.input(), List.of(inputs));
        return address;
    }

    private static JobManifest manifest(int javaFeature, Map<String, String> propagated) {
        return new JobManifest(JOB, "test", javaFeature, List.of(), "a function", List.of(), propagated);
    }

    private WorkerExit run(TaskAddress task) throws IOException {
        return run(task, manifest(17, Map.of()), getClass().getClassLoader());
    }

    private WorkerExit run(TaskAddress task, JobManifest manifest, ClassLoader loader) throws IOException {
        return new TaskRunner(store, task, IDENTITY, BeforeResult.NOTHING).run(manifest, loader);
    }

    private TaskResult result(ObjectName name) throws IOException {
        return objects.readResult(name, new DecodeScope(getClass().getClassLoader(), new TrustedFilter()));
    }

    private static FailureReport failure(List<ItemOutcome> outcomes, int index) {
        return ((ItemOutcome.Failed) outcomes.get(index)).failure();
    }

    private byte[] read(String name) throws IOException {
        try (var object = store.get(name);
                InputStream in = object.body()) {
            return in.readAllBytes();
        }
    }

    record Holder(Object content) implements Serializable {}

    /** The clock moves while it is read, and moves again. */
    static final class Slow implements Serializable {
        private static volatile Instant read = Instant.MIN;

        private Object readResolve() {
            Instant begun = Instant.now();
            Instant now = begun;
            while (!now.isAfter(begun)) {
                now = Instant.now();
            }
            read = now;
            return this;
        }
    }

    static final class Asserting implements TaskFunction<Integer, Integer> {
        @Override
        public Integer apply(Integer input) {
            return input;
        }

        private Object readResolve() {
            throw new AssertionError("not here");
        }
    }

    static final class Untold extends RuntimeException {
        @Override
        public synchronized Throwable getCause() {
            throw new AssertionError("no cause");
        }
    }

    static final class Throwing implements Serializable {
        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("thrown by writeObject");
        }

        private void readObject(ObjectInputStream in) {
            throw new IllegalStateException("never written");
        }
    }

    /** Has all classes but one. */
    private static final class Without extends ClassLoader {
        private final String missing;

        Without(String missing) {
            super("without " + missing, TaskRunnerTest.class.getClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(missing)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
