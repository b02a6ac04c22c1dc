package io.kubeface.kubernetes;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Makes calls of the API server, and makes them again when it is busy, broken or away, or knows the driver no more; no thread
 * waits meanwhile.
 */
final class Retrying {
    private final Scheduler blocking;
    private final Backoff backoff;
    private final RetryAfter retryAfter;
    private final Credentials credentials;

    Retrying(Scheduler blocking, Backoff backoff, RetryAfter retryAfter, Credentials credentials) {
        this.blocking = blocking;
        this.backoff = backoff;
        this.retryAfter = retryAfter;
        this.credentials = credentials;
    }

    /** The same with another backoff. */
    Retrying with(Backoff other) {
        return new Retrying(blocking, other, retryAfter, credentials);
    }

    /** A call that is tried until the backoff gives up. */
    <T> Mono<T> call(Callable<? extends T> call) {
        return call(call, Mono.never());
    }

    /**
     * A call that is tried until the backoff gives up, or this says something during a pause, which then ends with a
     * {@link CancellationException}.
     */
    <T> Mono<T> call(Callable<? extends T> call, Publisher<?> abort) {
        return Mono.defer(() -> {
            long start = blocking.now(TimeUnit.MILLISECONDS);
            Mono<T> once = Mono.<T>fromCallable(call)
                    .doOnSuccess(answer -> credentials.work())
                    .subscribeOn(blocking);
            return once.retryWhen(Retry.from(failures -> failures.concatMap(failure -> pause(failure, start, abort))));
        });
    }

    private Publisher<Long> pause(Retry.RetrySignal signal, long start, Publisher<?> abort) {
        Throwable failure = signal.failure();
        if (!ApiFailures.isTransient(failure) && !credentials.mayWorkAgain(failure)) {
            return Mono.error(failure);
        }
        retryAfter.ask(Duration.ofSeconds(ApiFailures.retryAfterSeconds(failure)));
        Duration elapsed = Duration.ofMillis(blocking.now(TimeUnit.MILLISECONDS) - start);
        int failed = (int) Math.min(Integer.MAX_VALUE, signal.totalRetries() + 1);
        return backoff.pause(
                        failed,
                        elapsed,
                        retryAfter.remaining(),
                        ThreadLocalRandom.current().nextDouble())
                .map(pause -> pause(pause, abort))
                .orElseGet(() -> Mono.error(failure));
    }

    /** A pause, at whose end there is a number; it ends early with a {@link CancellationException}. */
    Mono<Long> pause(Duration pause, Publisher<?> abort) {
        return pause.isZero() ? Mono.just(0L) : Mono.firstWithSignal(Mono.delay(pause, blocking), aborted(abort));
    }

    private static Mono<Long> aborted(Publisher<?> abort) {
        return Flux.from(abort)
                .next()
                .then(Mono.error(() -> new CancellationException("Given up before the API server took it.")));
    }
}
