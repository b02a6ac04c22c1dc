package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a driver was told of the attempts at one task, so that what it concludes can be judged. */
final class TaskFile {
    int launches;
    /** How many inputs it has; known when a worker has read them. */
    int items;

    int disruptions;
    /** Ends for want of the storage. */
    int storage;

    int refusals;
    boolean outOfMemory;
    boolean refusedForGood;
    /** Launches while another attempt of the task was believed to run. */
    int reruns;
    /** When the first attempt was launched, in nanoseconds. */
    long firstLaunch = -1;
    /** When the driver was last told that an attempt had ended. */
    long lastEnd = -1;
    /** When failures of the function were written. */
    final List<Long> failuresWritten = new ArrayList<>();

    final List<Worker> workers = new ArrayList<>();

    /** Attempts that may count, or will, as crashed. */
    int crashes() {
        return launches - refusals - disruptions - storage;
    }

    /** Attempts that ran for at least so long for their driver. */
    int overdue(Driver driver, Duration timeout) {
        return (int) workers.stream()
                .filter(worker -> worker.ran(driver).compareTo(timeout) >= 0)
                .count();
    }
}
