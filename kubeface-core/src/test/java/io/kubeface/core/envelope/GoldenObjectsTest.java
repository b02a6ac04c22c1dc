package io.kubeface.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.name.JobId;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.RunReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One object of each kind as it was written once: what is stored stays readable, and what is written stays the same. A
 * file of {@code src/test/resources/golden} is never changed; a new one is copied from {@code target/golden}.
 */
class GoldenObjectsTest {
    private static final ClassLoader LOADER = GoldenObjectsTest.class.getClassLoader();
    private static final Codecs CODECS = Codecs.load(LOADER);
    private static final DecodeScope ALL = new DecodeScope(LOADER, info -> ObjectInputFilter.Status.UNDECIDED);

    private static final JobManifest MANIFEST = new JobManifest(
            new JobId("squares-20260102-030405-abcdef"),
            "0.1.0",
            17,
            List.of(
                    new CodeEntry("0f".repeat(32), "app.jar", 1_234),
                    new CodeEntry("a1".repeat(32), "lib-2.jar", 5_000_000_000L)),
            "lambda in com.foo.Main.run",
            List.of("com.foo.AvroCodec", "io.kubeface.core.codec.protobuf.ProtobufCodec"),
            Map.of("traceparent", "00-01-02-01", "user", "J\u00f6rg \ud83d\ude00", "a", ""));
    private static final RunReport RUN = new RunReport(
            2,
            Instant.parse("2026-01-02T03:04:05.000000001Z"),
            Instant.parse("2026-01-02T03:04:06.999999999Z"),
            "host-1",
            4_242,
            "17.0.15 Eclipse Adoptium",
            "java -Xmx1g -cp worker.jar io.kubeface.worker.Main",
            321);
    private static final FailureReport FAILURE = new FailureReport(
            FailureKind.USER_ERROR,
            "com.foo.OddException",
            "no such row: 7",
            List.of(
                    new StackTraceElement(null, null, null, "com.foo.Main", "apply", "Main.java", 12),
                    new StackTraceElement("task", "java.base", null, "java.lang.Thread", "run", null, -2)),
            Optional.of(FailureReport.of(FailureKind.USER_ERROR, "java.io.IOException", "")),
            List.of(
                    FailureReport.of(FailureKind.USER_ERROR, "java.lang.RuntimeException", "while closing"),
                    FailureReport.of(FailureKind.USER_ERROR, "java.lang.RuntimeException", "again")));

    @Test
    void job() throws IOException {
        byte[] function = {1, 2, 3};
        check("job.kbf", EnvelopeHeader.job(MANIFEST), writer -> writer.writeEncoded("java", "com.foo.Main", function));
    }

    @Test
    void input() throws IOException {
        List<ItemOutcome> items = values(
                "text",
                null,
                List.of(1, 2L),
                Duration.newBuilder().setSeconds(5).build());
        check("input.kbf", EnvelopeHeader.input(items.size()), items);
    }

    @Test
    void value() throws IOException {
        List<ItemOutcome> items = values(42, "", new long[] {1, 2});
        check("value.kbf", EnvelopeHeader.result(ObjectKind.VALUE, RUN, items.size()), items);
    }

    @Test
    void failure() throws IOException {
        List<ItemOutcome> items = new ArrayList<>(values("ok"));
        items.add(new ItemOutcome.Failed(FAILURE));
        check("failure.kbf", EnvelopeHeader.result(ObjectKind.FAILURE, RUN, items.size()), items);
    }

    private static List<ItemOutcome> values(Object... values) {
        List<ItemOutcome> items = new ArrayList<>();
        for (Object value : values) {
            items.add(new ItemOutcome.Value(value, 0));
        }
        return items;
    }

    private static void check(String file, EnvelopeHeader header, List<ItemOutcome> items) throws IOException {
        byte[] golden = check(file, header, writer -> {
            for (ItemOutcome item : items) {
                writer.writeOutcome(item, CODECS);
            }
        });
        EnvelopeReader reader = new EnvelopeReader(new ByteArrayInputStream(golden), file);
        for (ItemOutcome item : items) {
            assertThat(plain(reader.readItem(CODECS, ALL))).isEqualTo(plain(item));
        }
        reader.finish();
    }

    private static byte[] check(String file, EnvelopeHeader header, Items items) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EnvelopeWriter writer = new EnvelopeWriter(bytes, header);
        items.writeTo(writer);
        writer.finish();
        Path written = Path.of("target", "golden", file);
        Files.createDirectories(written.getParent());
        Files.write(written, bytes.toByteArray());

        byte[] golden;
        try (InputStream in = GoldenObjectsTest.class.getResourceAsStream("/golden/" + file)) {
            golden = Objects.requireNonNull(in, file).readAllBytes();
        }
        assertThat(bytes.toByteArray()).isEqualTo(golden);
        EnvelopeReader reader = new EnvelopeReader(new ByteArrayInputStream(golden), file);
        assertThat(reader.header()).isEqualTo(header);
        while (reader.hasNext()) {
            reader.skipItem();
        }
        reader.finish();
        return golden;
    }

    /** Comparable: an array as a list, a size left out. */
    private static Object plain(ItemOutcome item) {
        if (!(item instanceof ItemOutcome.Value value)) {
            return item;
        }
        return value.value() instanceof long[] longs
                ? Arrays.stream(longs).boxed().toList()
                : Optional.ofNullable(value.value());
    }

    private interface Items {
        void writeTo(EnvelopeWriter writer) throws IOException;
    }
}
