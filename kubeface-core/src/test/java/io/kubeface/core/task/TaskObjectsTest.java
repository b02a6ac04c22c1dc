package io.kubeface.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.codec.Codec;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.JavaCodec;
import io.kubeface.core.codec.ResultFilter;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.envelope.CorruptObjectException;
import io.kubeface.core.envelope.EnvelopeHeader;
import io.kubeface.core.envelope.EnvelopeWriter;
import io.kubeface.core.envelope.ObjectKind;
import io.kubeface.core.function.FunctionShipment;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.OutputStream;
import java.io.Serializable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskObjectsTest {
    private static final JobKey KEY = new JobKey("squares");
    private static final ObjectName.Job JOB = new ObjectName.Job(KEY, new JobId("squares-1"));
    private static final TaskName TASK = TaskName.ofSequence(7);
    private static final ObjectName.Input INPUT = new ObjectName.Input(KEY, TASK);
    private static final ObjectName.Value VALUE = new ObjectName.Value(KEY, TASK);
    private static final ObjectName.Failure FAILURE = new ObjectName.Failure(KEY, TASK, 2);
    private static final RunReport RUN = new RunReport(
            2, Instant.ofEpochSecond(1, 5), Instant.ofEpochSecond(3, 999_999_999), "h", 42, "17", "java -x", 99);
    private static final DecodeScope ALL =
            new DecodeScope(TaskObjectsTest.class.getClassLoader(), info -> ObjectInputFilter.Status.UNDECIDED);
    private static final DecodeScope RESULTS = new DecodeScope(
            TaskObjectsTest.class.getClassLoader(),
            ResultFilter.of(TaskObjectsTest.class).build());

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TaskObjects objects = new TaskObjects(store, Codecs.load(TaskObjectsTest.class.getClassLoader()));

    @Test
    void jobComesBackWithManifestAndFunction() throws Exception {
        JobManifest manifest = new JobManifest(
                JOB.id(),
                "1.0",
                17,
                List.of(new CodeEntry("ab".repeat(32), "app.jar", 1234)),
                "com.foo.Main",
                List.of("a.B", "c.D"),
                Map.of("traceparent", "00-1", "user", "\u00e9\ud83d\ude00"));
        int factor = 3;
        TaskFunction<Integer, Integer> function = x -> factor * x;
        objects.writeJob(JOB, manifest, FunctionShipment.serialise(function));

        assertThat(TaskObjects.readJob(store, JOB).manifest()).isEqualTo(manifest);
        @SuppressWarnings("unchecked") // it is the function above
        TaskFunction<Integer, Integer> back = (TaskFunction<Integer, Integer>) objects.readFunction(JOB, ALL);
        assertThat(back.apply(14)).isEqualTo(42);
        assertThat(store.stat(JOB.path()).orElseThrow().contentType()).isEqualTo("application/x-kubeface");
    }

    @Test
    void theFunctionOfASmallJobIsKeptWithItsManifest() throws Exception {
        JobManifest manifest = new JobManifest(JOB.id(), "1", 17, List.of(), "x", List.of(), Map.of());
        TaskFunction<Integer, Integer> function = x -> x + 1;
        objects.writeJob(JOB, manifest, FunctionShipment.serialise(function));
        JobObject job = TaskObjects.readJob(store, JOB);
        store.delete(List.of(JOB.path()));
        assertThat(objects.readFunction(job, ALL)).isNotNull();

        byte[] large = new byte[2 * JobObject.LARGEST_KEPT];
        TaskFunction<Integer, Integer> heavy = x -> x + large.length;
        objects.writeJob(JOB, manifest, FunctionShipment.serialise(heavy));
        job = TaskObjects.readJob(store, JOB);
        assertThat(job.whole()).isNull();
        assertThat(objects.readFunction(job, ALL)).isNotNull();
    }

    @Test
    void aJobThatHoldsNoFunctionIsRefused() throws Exception {
        JobManifest manifest = new JobManifest(JOB.id(), "1", 17, List.of(), "x", List.of(), Map.of());
        objects.writeJob(JOB, manifest, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> objects.readFunction(JOB, ALL))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining(JOB.path());
    }

    @Test
    void inputsComeBackOneByOne() throws Exception {
        Timestamp message = Timestamp.newBuilder().setSeconds(5).build();
        long size = objects.writeInputs(INPUT, Arrays.asList("a", null, new int[] {1, 2}, message));
        assertThat(size).isEqualTo(bytes(INPUT).length);
        try (InputReader inputs = objects.openInputs(INPUT, ALL)) {
            assertThat(inputs.items()).isEqualTo(4);
            assertThat(inputs.sizeBytes()).isEqualTo(size);
            assertThat(inputs.next()).isEqualTo("a");
            assertThat(inputs.next()).isNull();
            assertThat(inputs.next()).isEqualTo(new int[] {1, 2});
            assertThat(inputs.hasNext()).isTrue();
            assertThat(inputs.next()).isEqualTo(message);
            assertThat(inputs.hasNext()).isFalse();
        }
    }

    @Test
    void inputsThatAreThereAlreadyAreLeft() throws Exception {
        long first = objects.writeInputs(INPUT, List.of("a"));
        assertThat(objects.writeInputs(INPUT, List.of("something longer"))).isEqualTo(first);
        try (InputReader inputs = objects.openInputs(INPUT, ALL)) {
            assertThat(inputs.next()).isEqualTo("a");
        }
    }

    @Test
    void theInputBehindOneThatCannotBeReadCanBeRead() throws Exception {
        objects.writeInputs(INPUT, List.of(new Refusing(), "b"));
        try (InputReader inputs = objects.openInputs(INPUT, ALL)) {
            assertThatThrownBy(inputs::next)
                    .isInstanceOf(UndecodableValueException.class)
                    .hasMessageContaining("Item 0 of " + INPUT.path())
                    .hasMessageContaining("no thanks");
            assertThat(inputs.next()).isEqualTo("b");
        }
    }

    @Test
    void allValuesGoToTheValueObject() throws Exception {
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 7);
        assertThat(objects.writeResult(VALUE, RUN, List.of(value(large), value(null), value(BigInteger.TEN))))
                .isTrue();
        assertThat(objects.writeResult(VALUE, RUN, List.of(value("second")))).isFalse();

        TaskResult result = objects.readResult(VALUE, RESULTS);
        assertThat(result.run()).isEqualTo(RUN);
        assertThat(((ItemOutcome.Value) result.outcomes().get(0)).value()).isEqualTo(large);
        assertThat(((ItemOutcome.Value) result.outcomes().get(0)).sizeBytes()).isBetween(300_000L, 300_100L);
        assertThat(result.outcomes().get(1)).isEqualTo(value(null));
        assertThat(((ItemOutcome.Value) result.outcomes().get(2)).value()).isEqualTo(BigInteger.TEN);
    }

    @Test
    void aFailureKeepsTheValuesOfItsGroup() throws Exception {
        FailureReport report =
                FailureReports.of(new IllegalStateException("no", new RuntimeException()), FailureKind.USER_ERROR);
        objects.writeResult(FAILURE, RUN, List.of(value("ok"), new ItemOutcome.Failed(report)));

        TaskResult result = objects.readResult(FAILURE, RESULTS);
        assertThat(((ItemOutcome.Value) result.outcomes().get(0)).value()).isEqualTo("ok");
        FailureReport back = ((ItemOutcome.Failed) result.outcomes().get(1)).failure();
        assertThat(back.type()).isEqualTo("java.lang.IllegalStateException");
        assertThat(back.message()).isEqualTo("no");
        assertThat(back.frames().get(0).toString())
                .isEqualTo(report.frames().get(0).toString());
        assertThat(back.cause().orElseThrow().message()).isEmpty();
    }

    @Test
    void outcomesUnderTheWrongNameAreRefused() {
        ItemOutcome failed = new ItemOutcome.Failed(FailureReport.of(FailureKind.TIMEOUT, "t", ""));
        assertThatThrownBy(() -> objects.writeResult(VALUE, RUN, List.of(failed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(VALUE.path());
        assertThatThrownBy(() -> objects.writeResult(FAILURE, RUN, List.of(value(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> objects.writeResult(INPUT, RUN, List.of(value(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueThatCannotBeWrittenLeavesNothing() throws Exception {
        assertThatThrownBy(() -> objects.writeResult(VALUE, RUN, List.of(value(1), value(new Holder(new Object())))))
                .isInstanceOf(UnencodableValueException.class)
                .hasMessageContaining("Holder -> field held (java.lang.Object) is not serialisable");
        assertThat(store.list("", null, 10).objects()).isEmpty();
    }

    @Test
    void aValueThatTheDriverMayNotReadFailsAlone() throws Exception {
        objects.writeResult(VALUE, RUN, List.of(value(new java.net.URL("http://localhost/")), value("b")));

        List<ItemOutcome> outcomes = objects.readResult(VALUE, RESULTS).outcomes();
        FailureReport reason = ((ItemOutcome.Failed) outcomes.get(0)).failure();
        assertThat(reason.kind()).isEqualTo(FailureKind.UNREADABLE_RESULT);
        assertThat(reason.message()).contains(".resultTypes(java.net.URL.class)");
        assertThat(((ItemOutcome.Value) outcomes.get(1)).value()).isEqualTo("b");
    }

    @Test
    void aValueThatDoesNotFitIntoTheHeapFailsAlone() throws Exception {
        TaskObjects full = new TaskObjects(
                store, Codecs.named(List.of(HeapFiller.class.getName()), TaskObjectsTest.class.getClassLoader()));
        full.writeResult(VALUE, RUN, List.of(value(new Large(70_000)), value("b")));

        List<ItemOutcome> outcomes = full.readResult(VALUE, RESULTS).outcomes();

        FailureReport reason = ((ItemOutcome.Failed) outcomes.get(0)).failure();
        assertThat(reason.kind()).isEqualTo(FailureKind.UNREADABLE_RESULT);
        assertThat(reason.message())
                .contains("70000 bytes", "-Xmx", Runtime.getRuntime().maxMemory() + " bytes");
        assertThat(reason.cause().orElseThrow().type()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(((ItemOutcome.Value) outcomes.get(1)).value()).isEqualTo("b");
    }

    @Test
    void anInputThatDoesNotFitIntoTheHeapStaysAnOutOfMemoryError() throws Exception {
        TaskObjects full = new TaskObjects(
                store, Codecs.named(List.of(HeapFiller.class.getName()), TaskObjectsTest.class.getClassLoader()));
        full.writeInputs(INPUT, List.of(new Large(1)));

        try (InputReader inputs = full.openInputs(INPUT, ALL)) {
            assertThatThrownBy(inputs::next).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void aLengthThatIsNotTrueTakesNoMemoryEvenWhenTheChecksumAgrees() throws Exception {
        ByteArrayOutputStream serial = new ByteArrayOutputStream();
        new JavaCodec().encode(new long[] {7}, serial);
        byte[] hostile = serial.toByteArray();
        // The length stands right before the one element.
        hostile[hostile.length - 12] = 0x7f;
        store.put(VALUE.path(), PutMode.CREATE, TaskObjects.CONTENT_TYPE, out -> {
            EnvelopeWriter writer = new EnvelopeWriter(out, EnvelopeHeader.result(ObjectKind.VALUE, RUN, 1));
            writer.writeEncoded(JavaCodec.ID, "long[]", hostile);
            writer.finish();
        });
        ItemOutcome.Failed failed = (ItemOutcome.Failed)
                objects.readResult(VALUE, RESULTS).outcomes().get(0);
        assertThat(failed.failure().message()).contains("long[]").contains("with 2130706433 elements");
    }

    @Test
    void lengthsThatAreNotTrueTakeNoMemoryTogetherEither() throws Exception {
        ByteArrayOutputStream serial = new ByteArrayOutputStream();
        Object[] nested = new Object[0];
        for (int depth = 0; depth < 50; depth++) {
            nested = new Object[] {nested};
        }
        new JavaCodec().encode(nested, serial);
        byte[] hostile = serial.toByteArray();
        // Each array inside is a reference to the class, and a length: 1. Each claims 8,193 elements instead.
        for (int i = 0; i < hostile.length - 10; i++) {
            if (hostile[i] == 0x75 && hostile[i + 1] == 0x71 && hostile[i + 9] == 1) {
                hostile[i + 8] = 0x20;
            }
        }
        byte[] padding = new byte[4096];
        store.put(VALUE.path(), PutMode.CREATE, TaskObjects.CONTENT_TYPE, out -> {
            EnvelopeWriter writer = new EnvelopeWriter(out, EnvelopeHeader.result(ObjectKind.VALUE, RUN, 2));
            writer.writeEncoded(JavaCodec.ID, "Object[]", hostile);
            writer.writeValue(padding, Codecs.load(TaskObjectsTest.class.getClassLoader()));
            writer.finish();
        });
        List<ItemOutcome> outcomes = objects.readResult(VALUE, RESULTS).outcomes();
        assertThat(((ItemOutcome.Failed) outcomes.get(0)).failure().message())
                .contains("at depth 6 with 8193 elements");
        assertThat(((ItemOutcome.Value) outcomes.get(1)).value()).isEqualTo(padding);
    }

    @Test
    void valuesThatAreArraysAndTablesAllThroughAreRead() throws Exception {
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            parts.add(new Object[i]);
            parts.add(new long[i]);
            parts.add(new byte[0]);
            parts.add(new java.util.HashMap<>(Map.of(i, i)));
            parts.add(new java.util.HashMap<>());
            parts.add(new java.util.HashSet<>(List.of(i)));
            parts.add(new java.util.IdentityHashMap<>());
            parts.add(new java.util.concurrent.ConcurrentHashMap<>(Map.of(i, i)));
            parts.add(new java.util.ArrayDeque<>());
            parts.add(Map.of(i, i));
        }
        objects.writeResult(VALUE, RUN, List.of(value(parts)));
        ItemOutcome outcome = objects.readResult(VALUE, RESULTS).outcomes().get(0);
        assertThat((List<?>) ((ItemOutcome.Value) outcome).value()).hasSameSizeAs(parts);
    }

    @Test
    void anotherKindOfObjectIsRefused() throws Exception {
        objects.writeInputs(INPUT, List.of(1));
        replace(VALUE, bytes(INPUT));
        assertThatThrownBy(() -> objects.readResult(VALUE, RESULTS))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("kind INPUT and not of kind VALUE");
    }

    @Test
    void anAbsentObjectIsSaidToBeAbsent() {
        assertThatThrownBy(() -> objects.openInputs(INPUT, ALL)).isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void everyTruncationIsFound() throws Exception {
        objects.writeResult(FAILURE, RUN, smallOutcomes());
        byte[] whole = bytes(FAILURE);
        for (int length = 0; length < whole.length; length++) {
            replace(FAILURE, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> objects.readResult(FAILURE, RESULTS))
                    .as("cut to %s of %s bytes", length, whole.length)
                    .isInstanceOf(CorruptObjectException.class)
                    .hasMessageContaining(FAILURE.path());
        }
        replace(FAILURE, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> objects.readResult(FAILURE, RESULTS)).hasMessageContaining("bytes follow");
    }

    @Test
    void everyFlippedBitIsFound() throws Exception {
        objects.writeResult(FAILURE, RUN, smallOutcomes());
        byte[] whole = bytes(FAILURE);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            replace(FAILURE, flipped);
            assertThatThrownBy(() -> objects.readResult(FAILURE, RESULTS))
                    .as("bit %s of byte %s", bit % 8, bit / 8)
                    .isInstanceOf(CorruptObjectException.class);
        }
    }

    private byte[] bytes(ObjectName name) throws IOException {
        try (StoredObject object = store.get(name.path())) {
            return object.body().readAllBytes();
        }
    }

    private void replace(ObjectName name, byte[] bytes) throws IOException {
        store.put(name.path(), PutMode.REPLACE, TaskObjects.CONTENT_TYPE, out -> out.write(bytes));
    }

    private static List<ItemOutcome> smallOutcomes() {
        List<ItemOutcome> outcomes = new ArrayList<>();
        outcomes.add(value(List.of("a", 1)));
        outcomes.add(value(null));
        outcomes.add(new ItemOutcome.Failed(FailureReport.of(FailureKind.USER_ERROR, "t", "m")));
        return outcomes;
    }

    private static ItemOutcome value(Object value) {
        return new ItemOutcome.Value(value, 0);
    }

    private record Large(int bytes) {}

    /** Finds no memory for what it reads. */
    public static final class HeapFiller implements Codec {
        @Override
        public String id() {
            return "heap-filler";
        }

        @Override
        public boolean encodes(Object value) {
            return value instanceof Large;
        }

        @Override
        public void encode(Object value, OutputStream out) throws IOException {
            out.write(new byte[((Large) value).bytes()]);
        }

        @Override
        public Object decode(InputStream in, String type, DecodeScope scope) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    private record Holder(Object held) implements Serializable {}

    private static final class Refusing implements Serializable {
        private Object readResolve() {
            throw new IllegalStateException("no thanks");
        }
    }
}
