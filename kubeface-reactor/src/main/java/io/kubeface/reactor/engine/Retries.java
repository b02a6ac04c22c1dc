package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an attempt that gave no value is followed by another. Each kind of end has a budget, counted for each task.
 * Pure.
 *
 * @param crashes how often a task's worker may crash and be started again
 * @param disruptions how often the platform may take a task's worker away
 * @param launches how often a launch may fail that may work later
 * @param storage how often the store may fail a worker
 * @param user what is done about failures of the function
 */
record Retries(int crashes, int disruptions, int launches, int storage, RetryPolicy user) {
    private static final int DISRUPTIONS = 100;
    /** With pauses of up to a minute about half an hour: for as long a quota may be used up, or an API be down. */
    private static final int LAUNCHES = 40;

    private static final int STORAGE = 5;

    private static final Backoff OWN = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));
    private static final Backoff LAUNCHING = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Backoff STORING = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

    Retries {
        if (crashes < 0 || disruptions < 0 || launches < 0 || storage < 0) {
            throw new IllegalArgumentException("Retries are 0 or more; got crashes " + crashes + ", disruptions "
                    + disruptions + ", launches " + launches + ", storage " + storage + ".");
        }
    }

    /** What is done by default, but for what users choose; who wants no worker started again for a crash wants none so. */
    static Retries of(int crashes, RetryPolicy user) {
        return new Retries(crashes, DISRUPTIONS, LAUNCHES, crashes == 0 ? 0 : STORAGE, user);
    }

    /**
     * What is known of an attempt that gave no value.
     *
     * @param kind what it died of
     * @param retryable whether whoever reports it says that another try may help
     * @param asked for how long whoever refused it wants to be left alone; zero when nothing was said
     */
    record Loss(FailureKind kind, boolean retryable, Duration asked) {}

    /**
     * The pause before the next attempt, zero for at once; empty when it is given up.
     *
     * @param earlier how many attempts at the task were lost before, on the same budget
     * @param random from 0 to 1
     */
    Optional<Duration> pause(Loss loss, int earlier, double random) {
        Budget budget = Budget.of(loss.kind());
        if (!loss.retryable() || earlier >= size(budget)) {
            return Optional.empty();
        }
        Duration pause = switch (budget) {
            // The first is most often bad luck, of which the task should not suffer.
            case CRASH, DISRUPTION -> earlier == 0 ? Duration.ZERO : OWN.pause(earlier - 1, random);
            case LAUNCH -> LAUNCHING.pause(earlier, random);
            case STORAGE -> STORING.pause(earlier, random);
            case USER -> new Backoff(user.firstPause(), user.longestPause()).pause(earlier, random);
            case NONE -> Duration.ZERO;
        };
        return Optional.of(pause.compareTo(loss.asked()) < 0 ? loss.asked() : pause);
    }

    private int size(Budget budget) {
        return switch (budget) {
            case CRASH -> crashes;
            case DISRUPTION -> disruptions;
            case LAUNCH -> launches;
            case STORAGE -> storage;
            case USER -> user.retries();
            case NONE -> 0;
        };
    }
}
