package io.kubeface.core.name;

/**
 * A task's name within its job: its sequence number, or, when results are kept for later runs, its reuse key.
 *
 * @param value 1 to 100 characters of {@code a-z 0-9 -}, the first of them a letter or digit
 */
public record TaskName(String value) {
    public TaskName {
        Segments.checked("A task name", value);
    }

    /**
     * The name of the task with this sequence number, padded so that names sort as numbers do.
     *
     * @param sequence from 0
     */
    public static TaskName ofSequence(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("A task's sequence number is 0 or more; got " + sequence + ".");
        }
        String digits = Long.toString(sequence);
        return new TaskName("0".repeat(Math.max(0, 10 - digits.length())) + digits);
    }

    @Override
    public String toString() {
        return value;
    }
}
