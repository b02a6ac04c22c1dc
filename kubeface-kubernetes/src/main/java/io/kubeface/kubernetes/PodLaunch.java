package io.kubeface.kubernetes;

import io.kubeface.reactor.backend.Attempt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * A launch as a publisher. The creation of a pod is never interrupted, for then nobody knew whether the pod is there. A
 * cancel before the delivery ends pauses between tries, and kills the attempt if it came to be; after it the attempt is
 * its receiver's.
 */
final class PodLaunch implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(PodLaunch.class);
    private static final int NEW = 0;
    private static final int STARTING = 1;
    private static final int DELIVERED = 2;
    private static final int CANCELLED = 3;

    private final CoreSubscriber<? super Attempt> receiver;
    private final Function<Mono<Void>, Mono<? extends Attempt>> start;
    private final Sinks.Empty<Void> cancelled = Sinks.empty();
    private final AtomicInteger state = new AtomicInteger(NEW);

    private PodLaunch(CoreSubscriber<? super Attempt> receiver, Function<Mono<Void>, Mono<? extends Attempt>> start) {
        this.receiver = receiver;
        this.start = start;
    }

    /**
     * Starts an attempt once for each subscriber.
     *
     * @param start given a publisher that completes when the launch is cancelled
     */
    static Mono<Attempt> of(Function<Mono<Void>, Mono<? extends Attempt>> start) {
        Publisher<Attempt> publisher = subscriber -> {
            CoreSubscriber<? super Attempt> receiver = Operators.toCoreSubscriber(subscriber);
            receiver.onSubscribe(new PodLaunch(receiver, start));
        };
        return Mono.fromDirect(publisher);
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n) && state.compareAndSet(NEW, STARTING)) {
            start.apply(cancelled.asMono()).subscribe(this::launched, this::failed);
        }
    }

    @Override
    public void cancel() {
        if (!state.compareAndSet(NEW, CANCELLED) && state.compareAndSet(STARTING, CANCELLED)) {
            cancelled.tryEmitEmpty();
        }
    }

    private void launched(Attempt attempt) {
        if (state.compareAndSet(STARTING, DELIVERED)) {
            receiver.onNext(attempt);
            receiver.onComplete();
        } else {
            attempt.kill()
                    .subscribe(
                            done -> {},
                            failure -> log.warn("A pod whose launch was cancelled could not be killed", failure));
        }
    }

    private void failed(Throwable failure) {
        if (state.compareAndSet(STARTING, DELIVERED)) {
            receiver.onError(failure);
        } else {
            log.debug("A cancelled launch failed", failure);
        }
    }
}
