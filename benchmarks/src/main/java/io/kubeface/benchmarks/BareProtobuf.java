package io.kubeface.benchmarks;

import io.kubeface.benchmarks.wire.Reading;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The floor for a worker: a JVM that reads one protobuf message from a file, writes one to another, and ends. It knows
 * nothing of Kubeface.
 */
public final class BareProtobuf {
    private BareProtobuf() {}

    /** Takes the file to read, of which an empty one is a message too, and the file to write. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("Two arguments are needed: the file to read and the file to write.");
        }
        Reading reading;
        try (InputStream in = new FileInputStream(args[0])) {
            reading = Reading.parseFrom(in);
        }
        Reading changed = reading.toBuilder()
                .setTakenEpochNanos(reading.getTakenEpochNanos() + 1)
                .putLabels("seen", "yes")
                .build();
        try (OutputStream out = new FileOutputStream(args[1])) {
            changed.writeTo(out);
        }
    }
}
