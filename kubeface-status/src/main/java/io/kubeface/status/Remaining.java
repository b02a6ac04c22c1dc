package io.kubeface.status;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Pure: how long a job will still take, if it goes on as it did. */
final class Remaining {
    private Remaining() {}

    /**
     * The estimate.
     *
     * @param total inputs, if that is known
     * @param done inputs whose outcome is known
     * @param reused of these, those that took no time
     * @param seconds since the begin
     * @return empty while the total is not known or nothing has been computed
     */
    static OptionalDouble seconds(OptionalLong total, long done, long reused, double seconds) {
        long computed = done - reused;
        if (total.isEmpty() || computed <= 0) {
            return OptionalDouble.empty();
        }
        long left = Math.max(0, total.getAsLong() - done);
        return OptionalDouble.of(Math.round(1000 * seconds * left / computed) / 1000.0);
    }
}
