package io.kubeface.reactor;

import java.io.Serializable;

/**
 * Running tasks once more that take much longer than the others, as they do on a slow or broken machine. Near the end of
 * a job, when all of its tasks have been launched and at least {@code 100 - percent} of a hundred are done, each task
 * whose last launch was longer ago than the given percentile of the times of those that are done is launched once more,
 * the oldest first, if there is a free slot. The first result counts; what still runs of the task is killed then.
 *
 * <p>Times are from the launch of an attempt to the knowledge of its value, of tasks that were not launched once more.
 * They are kept to two digits, in a histogram of fixed size; the percentile is of the nearest rank. The rule is that of
 * the original kubeface. It is off unless it is chosen: the function must bear to run twice at once.
 *
 * @param percent how much of the job, at most, may still be under way when it begins; above 0, at most 100
 * @param runtimePercentile how slow a task must be among those that are done; above 0, at most 100
 * @param maxReruns how often a task may be launched for this reason, beside its other attempts; 1 or more
 */
public record Speculation(double percent, double runtimePercentile, int maxReruns) implements Serializable {
    private static final int HUNDRED = 100;

    /** In the last 20 % of a job, once, what is slower than 99 % of the others. */
    public static final Speculation DEFAULT = new Speculation(20, 99, 1);

    /**
     * Checks its values.
     *
     * @throws IllegalArgumentException when one of them is out of its range
     */
    public Speculation {
        checkPercent("speculation percent", percent);
        checkPercent("speculation runtimePercentile", runtimePercentile);
        KubefaceBuilder.atLeast("speculation maxReruns", 1, maxReruns);
    }

    /** The same, with another number of reruns. */
    public Speculation maxReruns(int reruns) {
        return new Speculation(percent, runtimePercentile, reruns);
    }

    static void checkPercent(String option, double value) {
        if (!(value > 0 && value <= HUNDRED)) {
            throw new IllegalArgumentException(option + " must be above 0 and at most 100; got " + value + ".");
        }
    }
}
