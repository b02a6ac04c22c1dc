package io.kubeface.bootstrap;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Tries again what failed for a reason that may pass: five times, with growing pauses, of a minute in all at most. */
final class Retries {
    private static final int TRIES = 5;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Pause pause;

    /** How to wait. */
    @FunctionalInterface
    interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /** What is tried: an IOException may pass, a BootstrapException does not. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException, BootstrapException;
    }

    Retries(Pause pause) {
        this.pause = pause;
    }

    /**
     * Runs a step until it succeeds.
     *
     * @param what it does, for the message when it never did
     */
    void run(String what, Step step) throws BootstrapException {
        long deadlineNanos = System.nanoTime() + LONGEST.toNanos();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        for (int tries = 1; ; tries++) {
            try {
                step.run();
                return;
            } catch (IOException e) {
                // A little by chance, so that a thousand pods do not come back at once.
                long millis = pauseMillis + ThreadLocalRandom.current().nextLong(pauseMillis);
                if (tries == TRIES || System.nanoTime() + millis * 1_000_000 - deadlineNanos > 0) {
                    throw new BootstrapException(
                            BootstrapException.UNREACHABLE,
                            "The bootstrap could not " + what + ", tried " + tries + " times; the last time: " + e,
                            e);
                }
                sleep(millis, what);
                pauseMillis *= 2;
            }
        }
    }

    private void sleep(long millis, String what) throws BootstrapException {
        try {
            pause.millis(millis);
        } catch (InterruptedException e) {
            throw new BootstrapException(BootstrapException.UNREACHABLE, "Interrupted in the attempt to " + what, e);
        }
    }
}
