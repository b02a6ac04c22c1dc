package io.kubeface.reactor.backend;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Takes the logging context of whoever hands something over to where it is run. */
final class CarryingScheduler implements Scheduler {
    private final Scheduler scheduler;

    CarryingScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private static Runnable carried(Runnable task) {
        return LogContext.current().around(task);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return scheduler.schedule(carried(task));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return scheduler.schedule(carried(task), delay, unit);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
        return scheduler.schedulePeriodically(carried(task), delay, period, unit);
    }

    @Override
    public long now(TimeUnit unit) {
        return scheduler.now(unit);
    }

    @Override
    public void dispose() {
        scheduler.dispose();
    }

    @Override
    public boolean isDisposed() {
        return scheduler.isDisposed();
    }

    @Override
    public Worker createWorker() {
        Worker worker = scheduler.createWorker();
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return worker.schedule(carried(task));
            }

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                return worker.schedule(carried(task), delay, unit);
            }

            @Override
            public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
                return worker.schedulePeriodically(carried(task), delay, period, unit);
            }

            @Override
            public void dispose() {
                worker.dispose();
            }

            @Override
            public boolean isDisposed() {
                return worker.isDisposed();
            }
        };
    }
}
