package io.kubeface.reactor.engine;

import io.kubeface.reactor.Result;
import io.kubeface.reactor.TaskReport;
import io.kubeface.reactor.backend.LogContext;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Gives signals to the subscriber, one at a time and not on the job's loop, so that a subscriber that takes its time, or
 * blocks, holds up its own results and nothing else. What is stopped before it was given is discarded.
 */
final class Emitter<R extends @Nullable Object> {
    private static final Logger log = LoggerFactory.getLogger(Emitter.class);

    private final CoreSubscriber<? super Result<R>> subscriber;
    private final Scheduler.Worker worker;
    private final Runnable failed;
    private final Queue<Next<R>> results =
            Queues.<Next<R>>unboundedMultiproducer().get();
    private final AtomicInteger missed = new AtomicInteger();
    private volatile @Nullable Runnable last;
    private volatile boolean stopped;
    private volatile boolean muted;

    private record Next<R extends @Nullable Object>(Result<R> result, Runnable emitted) {}

    /**
     * Makes an emitter with nothing to give.
     *
     * @param failed called when the subscriber throws, which it must not
     */
    Emitter(CoreSubscriber<? super Result<R>> subscriber, Scheduler scheduler, Runnable failed) {
        this.subscriber = subscriber;
        this.worker = scheduler.createWorker();
        this.failed = failed;
    }

    /**
     * Gives a result when its turn comes.
     *
     * @param emitted called when the subscriber has taken it
     */
    void next(Result<R> result, Runnable emitted) {
        results.add(new Next<>(result, emitted));
        signal();
    }

    /** Gives what waits, then this, then nothing any more. */
    void end(Runnable signal) {
        last = signal;
        signal();
    }

    /** Gives nothing from this moment on, not even an end; may be called on any thread. */
    void mute() {
        muted = true;
        stopped = true;
    }

    /** Gives no more results; those that wait are discarded. An end may still follow. */
    void stop() {
        stopped = true;
        signal();
    }

    private void signal() {
        if (missed.getAndIncrement() == 0) {
            worker.schedule(this::drain);
        }
    }

    private void drain() {
        int batch = missed.get();
        do {
            Next<R> next;
            while ((next = results.poll()) != null) {
                if (stopped) {
                    Operators.onDiscard(next.result(), subscriber.currentContext());
                } else {
                    give(next);
                }
            }
            Runnable end = last;
            if (end != null) {
                last = null;
                if (!muted) {
                    end.run();
                }
                worker.dispose();
            }
            batch = missed.addAndGet(-batch);
        } while (batch != 0);
    }

    private void give(Next<R> next) {
        try {
            TaskReport report = next.result().report();
            LogContext.run(
                    LogContext.JOB,
                    report.job(),
                    () -> LogContext.run(LogContext.TASK, report.task(), () -> subscriber.onNext(next.result())));
            next.emitted().run();
        } catch (RuntimeException | Error e) {
            log.error("A subscriber threw from onNext, which it must not; its job is cancelled.", e);
            stopped = true;
            failed.run();
        }
    }
}
