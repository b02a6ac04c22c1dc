package io.kubeface.reactor.engine;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where an engine works.
 *
 * @param loop decides; also its clock and its timers
 * @param blocking calls that block
 * @param emitting subscribers are called here; they may block
 * @param random draws ids and the jitter of pauses; safe for use by several threads
 */
public record EngineSchedulers(Scheduler loop, Scheduler blocking, Scheduler emitting, RandomGenerator random) {
    private static final int BLOCKING_THREADS = 16;
    /** Two a job, one for its source and one for its subscriber: either may block, and must not hold up another job. */
    private static final int EMITTING_THREADS = 512;
    /** How long threads stay that have nothing to do. */
    private static final int LINGER_SECONDS = 60;

    /** Schedulers of its own for one client; their threads are daemons. */
    public static EngineSchedulers create() {
        return new EngineSchedulers(
                Schedulers.newParallel("kubeface-engine", 1, true),
                Schedulers.newBoundedElastic(BLOCKING_THREADS, Integer.MAX_VALUE, "kubeface-io", LINGER_SECONDS, true),
                Schedulers.newBoundedElastic(
                        EMITTING_THREADS, Integer.MAX_VALUE, "kubeface-emit", LINGER_SECONDS, true),
                new SecureRandom());
    }

    /**
     * Ends all threads: those that decide and that do I/O at once, those that call subscribers a minute later, so that last
     * signals are still given and whoever calls this from a subscriber is not interrupted.
     */
    public void dispose() {
        loop.dispose();
        blocking.dispose();
        // Not disposeGracefully: the thread that waits for that is no daemon, and no JVM would end before it.
        Schedulers.parallel().schedule(emitting::dispose, LINGER_SECONDS, TimeUnit.SECONDS);
    }
}
