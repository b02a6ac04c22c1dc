package io.kubeface.testkit.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Virtual time that knows which of the timers set by it are still set. For one thread. */
final class CountedTimers implements Scheduler {
    private final VirtualTimeScheduler time;
    private final Set<Disposable> timers = new HashSet<>();

    CountedTimers(VirtualTimeScheduler time) {
        this.time = time;
    }

    int set() {
        return timers.size();
    }

    @Override
    public long now(TimeUnit unit) {
        return time.now(unit);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return time.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return time.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
        Worker worker = time.createWorker();
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return worker.schedule(task);
            }

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                Disposable.Swap scheduled = Disposables.swap();
                timers.add(scheduled);
                scheduled.update(worker.schedule(
                        () -> {
                            timers.remove(scheduled);
                            task.run();
                        },
                        delay,
                        unit));
                return () -> {
                    timers.remove(scheduled);
                    scheduled.dispose();
                };
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
