package io.kubeface.cli;

import io.kubeface.core.name.JobId;
import io.kubeface.status.StoredStatus;
import io.kubeface.status.StoredStatuses;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at a job's status until the job has ended or its driver is dead. */
final class JobWatch {
    /** As often as a page is written at most. */
    static final Pause TWO_SECONDS = () -> TimeUnit.SECONDS.sleep(2);

    private final StoredStatuses statuses;
    private final Pause pause;
    private final Consumer<StoredStatus> told;

    /** Waits between two looks. */
    @FunctionalInterface
    interface Pause {
        void await() throws InterruptedException;
    }

    /**
     * Watches nothing yet.
     *
     * @param told of the first status, and of each that is another than the one before, but the last
     */
    JobWatch(StoredStatuses statuses, Pause pause, Consumer<StoredStatus> told) {
        this.statuses = statuses;
        this.pause = pause;
        this.told = told;
    }

    /** Watches from here on; gives the last status. */
    StoredStatus watch(StoredStatus first) throws IOException, InterruptedException {
        JobId job = new JobId(first.status().job());
        StoredStatus shown = first;
        boolean isNew = true;
        while (shown.life() == StoredStatus.Life.ACTIVE) {
            if (isNew) {
                told.accept(shown);
            }
            pause.await();
            Optional<StoredStatus> next = statuses.find(job);
            if (next.isEmpty()) {
                throw new IOException("it has been removed, by a cleanup or by hand.");
            }
            isNew = !next.get().status().updated().equals(shown.status().updated());
            shown = next.get();
        }
        return shown;
    }
}
