package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobId;
import io.kubeface.reactor.backend.LogContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Runs the events of one job one after the other on a scheduler, and after each batch of them the job's step, in which
 * everything is decided. So the state of a job needs no lock. Events may come from any thread.
 */
final class Loop {
    private final Scheduler scheduler;
    private final Scheduler.Worker worker;
    private final Queue<Runnable> events =
            Queues.<Runnable>unboundedMultiproducer().get();
    /** Not zero before the start, so that nothing begins to drain. */
    private final AtomicInteger missed = new AtomicInteger(1);

    private final Runnable step;
    private final Consumer<Throwable> crashed;
    private volatile boolean ended;
    private volatile @Nullable String job;
    private int pending;

    /**
     * Makes a loop that keeps its events until it is started.
     *
     * @param step decides what to do next; called on the loop, never concurrently with an event
     * @param crashed called on the loop when an event or a step throws, which is a defect
     */
    Loop(Scheduler scheduler, Runnable step, Consumer<Throwable> crashed) {
        this.scheduler = scheduler;
        this.worker = scheduler.createWorker();
        this.step = step;
        this.crashed = crashed;
    }

    /** What is logged on this loop from its next batch on is about this job. */
    void about(JobId id) {
        job = id.value();
    }

    /** Runs something whose log statements are about the job; on any thread. */
    void logged(Runnable code) {
        String about = job;
        if (about == null) {
            code.run();
        } else {
            LogContext.run(LogContext.JOB, about, code);
        }
    }

    Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }

    /** Runs what has come and what is to come. Called once. */
    void start() {
        worker.schedule(this::drain);
    }

    /**
     * Adds an event.
     *
     * @return false after {@link #end}: the event is dropped, as nothing is left that it could change
     */
    boolean execute(Runnable event) {
        if (ended) {
            return false;
        }
        events.add(event);
        if (missed.getAndIncrement() == 0) {
            try {
                worker.schedule(this::drain);
            } catch (RejectedExecutionException e) {
                events.clear();
                return false;
            }
        }
        return true;
    }

    /** Adds an event later; it can be taken back. */
    Disposable after(Duration delay, Runnable event) {
        try {
            return worker.schedule(() -> execute(event), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return Disposables.disposed();
        }
    }

    /**
     * Starts something that does not block and makes its end an event. Called on the loop; {@link #pending} counts what
     * was started and has not ended.
     */
    <V> void run(Mono<V> work, Consumer<? super V> done, Consumer<? super Throwable> failed) {
        pending++;
        work.subscribe(
                value -> execute(() -> {
                    pending--;
                    done.accept(value);
                }),
                error -> execute(() -> {
                    pending--;
                    failed.accept(error);
                }));
    }

    /** The work, which fails with a {@link TimeoutException} when it has not ended after so long. */
    <V> Mono<V> limited(Mono<V> work, Duration longest) {
        return work.timeout(longest, scheduler);
    }

    /** How many pieces of work were started and have not ended. */
    int pending() {
        return pending;
    }

    /** Stops the loop, and with it all that is to come later. */
    void end() {
        ended = true;
        worker.dispose();
    }

    private void drain() {
        logged(this::drainAll);
    }

    private void drainAll() {
        int batch = missed.get();
        do {
            Runnable event;
            while ((event = events.poll()) != null) {
                guarded(event);
            }
            guarded(step);
            batch = missed.addAndGet(-batch);
        } while (batch != 0);
    }

    private void guarded(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            crashed.accept(e);
        }
    }
}
