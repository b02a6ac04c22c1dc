package io.kubeface.benchmarks.jmh;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.envelope.EnvelopeHeader;
import io.kubeface.core.envelope.EnvelopeReader;
import io.kubeface.core.envelope.EnvelopeWriter;
import io.kubeface.core.envelope.ObjectKind;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.RunReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole result object in memory: header, one item with its checksum, and back. Without a store. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvelopeBenchmark {
    private static final EnvelopeHeader HEADER = EnvelopeHeader.result(
            ObjectKind.VALUE,
            new RunReport(
                    1,
                    Instant.parse("2026-11-24T12:00:00Z"),
                    Instant.parse("2026-11-24T12:00:01Z"),
                    "host",
                    4711,
                    "OpenJDK 64-Bit Server VM 17.0.15",
                    "java -cp worker.jar io.kubeface.worker.WorkerMain",
                    64),
            1);

    /** What is in the object. */
    @Param
    public Payload payload = Payload.INTEGER;

    private final DecodeScope scope = CodecBenchmark.scope();
    private final Codecs codecs = Codecs.load(scope.loader());
    private Object value = "";
    private byte[] written = {};

    /** Writes what is read. */
    @Setup
    public void prepare() throws IOException {
        value = payload.value();
        written = write();
    }

    /** A value to an object. */
    @Benchmark
    public byte[] write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EnvelopeWriter writer = new EnvelopeWriter(out, HEADER);
        writer.writeValue(value, codecs);
        writer.finish();
        return out.toByteArray();
    }

    /** And back. */
    @Benchmark
    public ItemOutcome read() throws IOException {
        EnvelopeReader reader = new EnvelopeReader(new ByteArrayInputStream(written), "results/job/0.value");
        ItemOutcome outcome = reader.readItem(codecs, scope);
        reader.finish();
        return outcome;
    }
}
