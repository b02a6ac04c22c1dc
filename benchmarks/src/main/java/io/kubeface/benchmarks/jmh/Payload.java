package io.kubeface.benchmarks.jmh;

import io.kubeface.benchmarks.wire.Reading;
import java.util.Random;

/** The values that are measured. */
public enum Payload {
    /** A boxed number. */
    INTEGER,
    /** Text of 1,024 characters. */
    TEXT_1_KIB,
    /** An array of 1,048,576 bytes. */
    BYTES_1_MIB,
    /** A protobuf message of some 900 bytes. */
    MESSAGE;

    private static final long SEED = 20_261_124;

    Object value() {
        return switch (this) {
            case INTEGER -> 1_000_003;
            case TEXT_1_KIB -> "kubeface".repeat(128);
            case BYTES_1_MIB -> bytes();
            case MESSAGE -> message();
        };
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[1 << 20];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static Reading message() {
        Reading.Builder reading = Reading.newBuilder()
                .setSensor("roof-17")
                .setTakenEpochNanos(1_795_478_400_000_000_000L)
                .putLabels("site", "north")
                .putLabels("unit", "kelvin");
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            reading.addValues(random.nextGaussian());
        }
        return reading.build();
    }
}
