package io.kubeface.reactor.backend;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * A launch as a publisher. A cancel is either before the delivery, and then the attempt is killed once it has been
 * started, or after it, and then the attempt is its receiver's: ready-made operators leave a gap between the two through
 * which a process would be lost.
 */
final class Launching implements Subscription {
    private static final int NEW = 0;
    private static final int STARTING = 1;
    private static final int DELIVERED = 2;
    private static final int CANCELLED = 3;

    private final CoreSubscriber<? super Attempt> receiver;
    private final Callable<? extends Attempt> start;
    private final Scheduler scheduler;
    private final AtomicInteger state = new AtomicInteger(NEW);

    private Launching(
            CoreSubscriber<? super Attempt> receiver, Callable<? extends Attempt> start, Scheduler scheduler) {
        this.receiver = receiver;
        this.start = start;
        this.scheduler = scheduler;
    }

    /** Starts an attempt on a scheduler, once for each subscriber. */
    static Mono<Attempt> on(Scheduler scheduler, Callable<? extends Attempt> start) {
        Publisher<Attempt> publisher = subscriber -> {
            CoreSubscriber<? super Attempt> receiver = Operators.toCoreSubscriber(subscriber);
            receiver.onSubscribe(new Launching(receiver, start, scheduler));
        };
        return Mono.fromDirect(publisher);
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n) && state.compareAndSet(NEW, STARTING)) {
            try {
                scheduler.schedule(this::run);
            } catch (RuntimeException rejected) {
                fail(rejected);
            }
        }
    }

    /** Never interrupts a start under way: a process may be there already. */
    @Override
    public void cancel() {
        if (!state.compareAndSet(NEW, CANCELLED)) {
            state.compareAndSet(STARTING, CANCELLED);
        }
    }

    private void run() {
        if (state.get() == CANCELLED) {
            return;
        }
        Attempt attempt;
        try {
            attempt = start.call();
        } catch (Exception | Error e) { // whatever it is, somebody waits for it
            fail(e);
            return;
        }
        if (state.compareAndSet(STARTING, DELIVERED)) {
            receiver.onNext(attempt);
            receiver.onComplete();
        } else {
            attempt.kill().subscribe();
        }
    }

    private void fail(Throwable failure) {
        if (state.compareAndSet(STARTING, DELIVERED)) {
            receiver.onError(failure);
        } else {
            Operators.onErrorDropped(failure, receiver.currentContext());
        }
    }
}
