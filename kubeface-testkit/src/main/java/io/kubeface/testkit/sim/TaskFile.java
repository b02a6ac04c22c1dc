package io.kubeface.testkit.sim;

/** What a driver was told of the attempts at one task, so that what it concludes can be judged. */
final class TaskFile {
    int launches;
    /** How many inputs it has; known when a worker has read them. */
    int items;

    int disruptions;
    int refusals;
    boolean outOfMemory;
    boolean refusedForGood;
    /** When the driver was last told that an attempt had ended. */
    long lastEnd = -1;
    /** When the first failure of the function was written. */
    long failureWritten = -1;

    /** Attempts that count, or will, as crashed. */
    int crashes() {
        return launches - refusals - disruptions;
    }
}
