package io.kubeface.status;

/** Pure: how a job stands, in few words, on pages and terminals. */
public final class Summary {
    private Summary() {}

    /** As {@code 187 of 300 done (62 %)}. */
    public static String progress(JobStatus status) {
        JobStatus.Inputs inputs = status.inputs();
        if (inputs.total().isEmpty()) {
            return Formats.count(inputs.done()) + " done of " + Formats.count(inputs.taken())
                    + " taken so far; how many there are is not known";
        }
        long total = inputs.total().getAsLong();
        return Formats.count(inputs.done()) + " of " + Formats.count(total) + " done ("
                + Formats.percent(inputs.done(), total) + ")";
    }

    /** As {@code about 31 s left}; empty where that is not known. */
    public static String remaining(JobStatus status) {
        return status.remainingSeconds().isPresent()
                ? "about " + Formats.duration(status.remainingSeconds().getAsDouble()) + " left"
                : "";
    }

    /** Tasks that have not been launched, or wait for their next attempt. */
    public static long queued(JobStatus status) {
        JobStatus.Tasks tasks = status.tasks();
        return Math.max(0, tasks.queued() - tasks.running() - tasks.settled() - tasks.emitted() - tasks.dropped());
    }
}
