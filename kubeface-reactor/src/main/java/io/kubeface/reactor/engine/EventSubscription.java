package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobEvent;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/** One subscriber of events: it is given them on a worker of its own, as it asks for them. */
final class EventSubscription implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(EventSubscription.class);

    private final CoreSubscriber<? super JobEvent> subscriber;
    private final Scheduler.Worker worker;
    private final EventBuffer buffer;
    private final Consumer<EventSubscription> gone;
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger missed = new AtomicInteger();
    private volatile boolean ended;
    private volatile @Nullable Throwable violation;

    /**
     * @param gone called once, when the subscriber gets nothing any more
     */
    EventSubscription(
            CoreSubscriber<? super JobEvent> subscriber,
            Scheduler scheduler,
            int capacity,
            Supplier<Instant> clock,
            Consumer<EventSubscription> gone) {
        this.subscriber = subscriber;
        this.worker = scheduler.createWorker();
        this.buffer = new EventBuffer(capacity, clock);
        this.gone = gone;
    }

    /** Never blocks; on any thread. */
    void add(JobEvent event) {
        buffer.add(event);
        signal();
    }

    /** Completes when the subscriber has taken what waits for it. */
    void close() {
        buffer.close();
        signal();
    }

    /** Whether the subscriber gets nothing any more. */
    boolean ended() {
        return ended;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            violation = new IllegalArgumentException(
                    "A subscriber requested " + n + " events; request is 1 or more (Reactive Streams, rule 3.9).");
        } else {
            requested.accumulateAndGet(n, Operators::addCap);
        }
        signal();
    }

    @Override
    public void cancel() {
        if (!ended) {
            end();
        }
    }

    private void end() {
        ended = true;
        buffer.clear();
        gone.accept(this);
        worker.dispose();
    }

    private void signal() {
        if (!ended && missed.getAndIncrement() == 0) {
            try {
                worker.schedule(this::drain);
            } catch (RejectedExecutionException e) {
                // The client is closed, or the subscriber has gone; then there is nothing to give.
                drain();
            }
        }
    }

    private void drain() {
        int batch = missed.get();
        do {
            give();
            batch = missed.addAndGet(-batch);
        } while (batch != 0);
    }

    private void give() {
        try {
            JobEvent event;
            while (!ended && violation == null && requested.get() > 0 && (event = buffer.poll()) != null) {
                if (requested.get() != Long.MAX_VALUE) {
                    requested.decrementAndGet();
                }
                subscriber.onNext(event);
            }
            Throwable error = violation;
            if (!ended && error != null) {
                end();
                subscriber.onError(error);
            } else if (buffer.ended()
                    && !ended) { // in this order: cancelling ends the buffer too, after it has set the flag
                end();
                subscriber.onComplete();
            }
        } catch (RuntimeException | Error e) {
            log.error("A subscriber of job events threw, which it must not; it is cancelled.", e);
            cancel();
        }
    }
}
