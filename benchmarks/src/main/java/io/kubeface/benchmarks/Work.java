package io.kubeface.benchmarks;

import io.kubeface.core.TaskFunction;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * What a run computes.
 *
 * @param function sleeps and gives as many bytes as it got
 * @param input the input of each position
 */
record Work<T>(TaskFunction<T, T> function, IntFunction<T> input) {

    /**
     * Work for a payload; of none, a number is squared.
     *
     * @param sleepMillis of each task
     * @param firstSleepMillis of the task at position 0
     * @param fresh whether a payload comes back in an array of its own, not in the input's
     */
    static Work<?> of(int payloadBytes, int sleepMillis, int firstSleepMillis, boolean fresh) {
        if (payloadBytes == 0) {
            return new Work<Integer>(
                    x -> {
                        sleep(x == 0 ? firstSleepMillis : sleepMillis);
                        return x * x;
                    },
                    index -> index);
        }
        if (payloadBytes < Integer.BYTES) {
            throw new IllegalArgumentException("Option --payload-bytes is 0, or " + Integer.BYTES
                    + " or more, as the position stands in it; got " + payloadBytes + ".");
        }
        return new Work<byte[]>(
                bytes -> {
                    sleep(ByteBuffer.wrap(bytes).getInt() == 0 ? firstSleepMillis : sleepMillis);
                    byte[] result = fresh ? bytes.clone() : bytes;
                    result[result.length - 1]++;
                    return result;
                },
                index -> ByteBuffer.wrap(new byte[payloadBytes]).putInt(index).array());
    }

    private static void sleep(int millis) throws InterruptedException {
        if (millis > 0) {
            Thread.sleep(millis);
        }
    }
}
