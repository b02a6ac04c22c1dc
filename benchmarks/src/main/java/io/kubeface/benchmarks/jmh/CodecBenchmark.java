package io.kubeface.benchmarks.jmh;

import io.kubeface.core.codec.Codec;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.JavaCodec;
import io.kubeface.core.codec.ResultFilter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** A value to bytes and back, by the codec that takes it, with the filter that results are read through. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    /** What is encoded. */
    @Param
    public Payload payload = Payload.INTEGER;

    private final DecodeScope scope = scope();
    private Object value = "";
    private Codec codec = new JavaCodec();
    private byte[] encoded = {};

    /** Chooses the codec. */
    @Setup
    public void prepare() throws IOException {
        value = payload.value();
        codec = Codecs.load(scope.loader()).encoderFor(value);
        encoded = encode();
    }

    /** To bytes. */
    @Benchmark
    public byte[] encode() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.encode(value, out);
        return out.toByteArray();
    }

    /** And back. */
    @Benchmark
    public Object decode() throws IOException {
        return codec.decode(new ByteArrayInputStream(encoded), value.getClass().getName(), scope);
    }

    static DecodeScope scope() {
        ClassLoader loader = CodecBenchmark.class.getClassLoader();
        return new DecodeScope(loader, ResultFilter.of(CodecBenchmark.class).build());
    }
}
