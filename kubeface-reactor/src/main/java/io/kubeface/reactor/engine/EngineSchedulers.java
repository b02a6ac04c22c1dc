package io.kubeface.reactor.engine;

import java.security.SecureRandom;
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

    /** Schedulers of its own for one client; their threads are daemons. */
    public static EngineSchedulers create() {
        return new EngineSchedulers(
                Schedulers.newParallel("kubeface-engine", 1, true),
                Schedulers.newBoundedElastic(BLOCKING_THREADS, Integer.MAX_VALUE, "kubeface-io", 60, true),
                Schedulers.newBoundedElastic(EMITTING_THREADS, Integer.MAX_VALUE, "kubeface-emit", 60, true),
                new SecureRandom());
    }

    /** Ends all threads; last signals are still given, and whoever calls this from a subscriber is not interrupted. */
    public void dispose() {
        loop.dispose();
        blocking.dispose();
        emitting.disposeGracefully().subscribe();
    }
}
