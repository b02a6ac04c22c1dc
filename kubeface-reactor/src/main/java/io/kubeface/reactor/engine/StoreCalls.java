package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.core.store.TransientStorageException;
import io.kubeface.reactor.backend.LogContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Makes calls of a store where calls may block, and makes them again after a transient failure. */
final class StoreCalls {
    private static final int TRIES_AGAIN = 5;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private final Scheduler blocking;
    private final Scheduler timer;
    private final RandomGenerator random;
    private final Optional<JobId> job;
    private final Retry retry = Retry.from(failures -> failures.concatMap(this::pause));

    StoreCalls(EngineSchedulers schedulers) {
        this(schedulers.blocking(), schedulers.loop(), schedulers.random(), Optional.empty());
    }

    private StoreCalls(Scheduler blocking, Scheduler timer, RandomGenerator random, Optional<JobId> job) {
        this.blocking = blocking;
        this.timer = timer;
        this.random = random;
        this.job = job;
    }

    /** The same, but for calls whose log statements are about this job. */
    StoreCalls about(JobId id) {
        return new StoreCalls(blocking, timer, random, Optional.of(id));
    }

    /** Made when it is subscribed to; a call that is made again must lead to the same. */
    <V> Mono<V> call(Callable<V> call) {
        Callable<V> logged = job.isPresent()
                ? () -> LogContext.call(LogContext.JOB, job.get().value(), call)
                : call;
        return Blocking.<V>call(blocking, logged).retryWhen(retry);
    }

    private Mono<Long> pause(Retry.RetrySignal signal) {
        long earlier = signal.totalRetries();
        if (!(signal.failure() instanceof TransientStorageException) || earlier >= TRIES_AGAIN) {
            return Mono.error(signal.failure());
        }
        // Half to one and a half of the doubled pause, so that calls that failed together come again apart.
        double factor = (1L << earlier) * (0.5 + random.nextDouble());
        return Mono.delay(Duration.ofNanos((long) (FIRST_BACKOFF.toNanos() * factor)), timer);
    }
}
