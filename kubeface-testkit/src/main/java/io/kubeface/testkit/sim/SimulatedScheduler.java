package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/** Threads of a simulated machine. What is scheduled at once runs after a lag, in order for each worker. */
final class SimulatedScheduler implements Scheduler {
    private final VirtualTime time;
    private final Machine machine;
    private final String name;
    private final Supplier<Duration> lag;

    SimulatedScheduler(VirtualTime time, Machine machine, String name, Supplier<Duration> lag) {
        this.time = time;
        this.machine = machine;
        this.name = name;
        this.lag = lag;
    }

    @Override
    public long now(TimeUnit unit) {
        return unit == TimeUnit.NANOSECONDS
                ? time.nanos()
                : unit.convert(time.instant().toEpochMilli(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return time.after(machine, lag.get(), name, task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return time.at(machine, time.nanos() + unit.toNanos(Math.max(0, delay)), name + "'s timer", task);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return new Periodic(this::schedule, task, initialDelay, period, unit);
    }

    @Override
    public Worker createWorker() {
        return new OrderedWorker();
    }

    @Override
    public String toString() {
        return name + " of " + machine;
    }

    private interface Timer {
        Disposable set(Runnable task, long delay, TimeUnit unit);
    }

    private static final class Periodic implements Disposable {
        private final Timer timer;
        private final Runnable task;
        private final long period;
        private final TimeUnit unit;
        private Disposable next;
        private boolean disposed;

        Periodic(Timer timer, Runnable task, long initialDelay, long period, TimeUnit unit) {
            this.timer = timer;
            this.task = task;
            this.period = period;
            this.unit = unit;
            this.next = timer.set(this::run, initialDelay, unit);
        }

        private void run() {
            if (!disposed) {
                next = timer.set(this::run, period, unit);
                task.run();
            }
        }

        @Override
        public void dispose() {
            disposed = true;
            next.dispose();
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }

    /** One thread: what is scheduled at once is run in that order. */
    private final class OrderedWorker implements Worker {
        private final Set<Disposable> scheduled = new HashSet<>();
        private long last;
        private boolean disposed;

        @Override
        public Disposable schedule(Runnable task) {
            last = Math.max(last, time.nanos() + lag.get().toNanos());
            return add(last, name, task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return add(time.nanos() + unit.toNanos(Math.max(0, delay)), name + "'s timer", task);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            return new Periodic(this::schedule, task, initialDelay, period, unit);
        }

        private Disposable add(long at, String what, Runnable task) {
            if (disposed) {
                throw Exceptions.failWithRejected();
            }
            Disposable[] itself = new Disposable[1];
            Disposable action = time.at(machine, at, what, () -> {
                scheduled.remove(itself[0]);
                task.run();
            });
            itself[0] = action;
            scheduled.add(action);
            return action;
        }

        @Override
        public void dispose() {
            disposed = true;
            scheduled.forEach(Disposable::dispose);
            scheduled.clear();
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }
}
