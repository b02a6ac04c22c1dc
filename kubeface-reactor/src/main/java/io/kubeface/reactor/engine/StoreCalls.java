package io.kubeface.reactor.engine;

import io.kubeface.core.store.TransientStorageException;
import java.time.Duration;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Makes calls of a store where calls may block, and makes them again after a transient failure. */
final class StoreCalls {
    private static final int TRIES_AGAIN = 5;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private final Scheduler blocking;
    private final Retry retry;

    StoreCalls(EngineSchedulers schedulers) {
        this.blocking = schedulers.blocking();
        this.retry = Retry.backoff(TRIES_AGAIN, FIRST_BACKOFF)
                .scheduler(schedulers.loop())
                .filter(TransientStorageException.class::isInstance)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    }

    /** Made when it is subscribed to; a call that is made again must lead to the same. */
    <V> Mono<V> call(Callable<V> call) {
        return Blocking.<V>call(blocking, call).retryWhen(retry);
    }
}
