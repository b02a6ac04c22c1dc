package io.kubeface.benchmarks;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import reactor.core.publisher.Mono;

/** A value larger than any one array or protobuf message may be: 3 GiB, to a worker and back, told by checksums. */
public final class ThreeArrays implements Scenario {
    private static final int ARRAYS = 3;
    private static final int ARRAY_BYTES = 1 << 30;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        String line = lab.java(List.of("-Xmx5g"), ThreeArrays.class, List.of());
        lab.atMost(
                "arrays of 1 GiB, of three, that came back with another checksum",
                JsonLine.number(line, "different"),
                0);
    }

    /** One run in a JVM of its own, which prints a JSON line. */
    public static void main(String[] args) throws IOException {
        long[] before = new long[ARRAYS];
        RunRecorder recorder;
        int different = 0;
        try (Directories.Temporary storage = Directories.Temporary.create();
                Kubeface kubeface = Clients.builder(Clients.LOCAL_PROCESS, storage.path(), 1, List.of("-Xmx5g"))
                        .build()) {
            recorder = new RunRecorder();
            Result<byte[][]> result = kubeface.<byte[][], byte[][]>map(
                            arrays -> arrays, Mono.fromSupplier(() -> arrays(before)))
                    .doOnNext(recorder::next)
                    .single()
                    .blockOptional()
                    .orElseThrow();
            byte[][] received = result.get();
            for (int i = 0; i < ARRAYS; i++) {
                different += checksum(received[i]) == before[i] ? 0 : 1;
            }
        }
        System.out.println(new JsonLine()
                .add("arrays", ARRAYS)
                .add("arrayBytes", ARRAY_BYTES)
                .add("different", different)
                .add("wallSeconds", recorder.firstSeconds())
                .add("peakHeapDriverBytes", Memory.peakHeap())
                .add(
                        "peakResidentDriverBytes",
                        Memory.peakResident(ProcessHandle.current().pid())));
    }

    /** What is sent; nobody keeps it. */
    private static byte[][] arrays(long[] checksums) {
        byte[][] arrays = new byte[ARRAYS][];
        for (int i = 0; i < ARRAYS; i++) {
            arrays[i] = array(i);
            checksums[i] = checksum(arrays[i]);
        }
        return arrays;
    }

    /** Bytes that differ from place to place and from array to array. */
    private static byte[] array(int seed) {
        byte[] bytes = new byte[ARRAY_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long state = seed + 1L;
        while (buffer.hasRemaining()) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            buffer.putLong(state);
        }
        return bytes;
    }

    private static long checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }
}
