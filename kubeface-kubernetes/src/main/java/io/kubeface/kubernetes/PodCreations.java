package io.kubeface.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * When pods are created: no faster than the rate; again when the API server is busy; and where a quota is used up, each
 * time that a pod of this client is gone, and now and then. No thread waits.
 */
final class PodCreations {
    private static final Logger log = LoggerFactory.getLogger(PodCreations.class);
    private static final Backoff ROOM = new Backoff(Integer.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE / 2));

    private final Retrying retrying;
    private final RateLimit rate;
    private final Mono<Void> closing;
    private final Queue<Sinks.Empty<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param closing completes when nothing is to be created any more
     */
    PodCreations(Retrying retrying, RateLimit rate, Mono<Void> closing) {
        this.retrying = retrying;
        this.rate = rate;
        this.closing = closing;
    }

    /**
     * Has a pod created.
     *
     * @param create blocking; called again after what may pass
     * @param cancelled completes when it is not wanted any more
     * @return the attempt when its pod was created, or waits for room in a quota; then its kill ends the wait
     */
    Mono<PodAttempt> of(PodAttempt attempt, Callable<PodAttempt> create, Mono<Void> cancelled) {
        return once(create, Mono.firstWithSignal(cancelled, closing))
                .doOnNext(PodAttempt::created)
                .onErrorResume(
                        Quotas::isUsedUp,
                        refusal ->
                                Mono.fromCallable(() -> await(attempt, create, (KubernetesClientException) refusal)));
    }

    /** A pod is gone: there may be room for another. */
    void roomMade() {
        Sinks.Empty<Void> next = waiting.poll();
        if (next != null) {
            next.tryEmitEmpty();
        }
    }

    private Mono<PodAttempt> once(Callable<PodAttempt> create, Publisher<?> abort) {
        return Mono.defer(() -> retrying.pause(rate.take(), abort)).then(retrying.call(create, abort));
    }

    private PodAttempt await(PodAttempt attempt, Callable<PodAttempt> create, KubernetesClientException refusal) {
        if (told.compareAndSet(false, true)) {
            log.warn(
                    "A quota of the namespace is used up. Pods wait for room, each as long as its job's"
                            + " schedulingTimeout says: {}",
                    ApiFailures.said(refusal));
        }
        Waiter waiter = new Waiter(attempt, Mono.firstWithSignal(attempt.killBegins(), closing));
        // The attempt is handed out meanwhile; its events tell how this ends.
        waiter.turn(refusal)
                .then(Mono.defer(() -> once(create, waiter.abort))
                        .retryWhen(Retry.from(signals -> signals.concatMap(signal -> waiter.turn(signal.failure())))))
                .subscribe(PodAttempt::created, attempt::refused);
        return attempt;
    }

    /** One pod that a quota has refused. */
    private final class Waiter {
        private final PodAttempt attempt;
        private final Publisher<Void> abort;
        private int refusals;

        Waiter(PodAttempt attempt, Publisher<Void> abort) {
            this.attempt = attempt;
            this.abort = abort;
        }

        /** Says something when it is time for another try; fails with what will not pass. */
        Mono<Long> turn(Throwable failure) {
            if (Quotas.isUsedUp(failure)) {
                attempt.waitsFor(ApiFailures.said((KubernetesClientException) failure));
            } else if (!ApiFailures.isTransient(failure)) {
                return Mono.error(failure);
            }
            refusals++;
            Optional<Duration> pause = ROOM.pause(
                    refusals,
                    Duration.ZERO,
                    Duration.ZERO,
                    ThreadLocalRandom.current().nextDouble());
            Sinks.Empty<Void> room = Sinks.empty();
            waiting.add(room);
            return Mono.firstWithSignal(
                            retrying.pause(pause.orElseThrow(), abort),
                            // The quota counts what is gone a moment later, so it is asked in short pauses again.
                            room.asMono().thenReturn(0L).doOnNext(woken -> refusals = 0))
                    .doFinally(end -> waiting.remove(room));
        }
    }
}
