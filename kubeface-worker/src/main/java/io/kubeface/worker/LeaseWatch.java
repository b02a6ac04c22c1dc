package io.kubeface.worker;

import io.kubeface.core.lifecycle.LeaseObserver;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.WorkerExit;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends the process when its job's driver does not renew its lease any more, for workers that hold no pipe to it. Looks for the
 * first time after a minute, so that it costs a short task nothing, and then as often as drivers renew; each look is one request.
 */
final class LeaseWatch implements Runnable {
    private final ObjectStore store;
    private final ObjectName.Lease lease;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private final Runnable gone;

    /** Waits. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /**
     * A watch on one lease.
     *
     * @param gone called when the driver is dead, once
     */
    LeaseWatch(ObjectStore store, ObjectName.Lease lease, LongSupplier nanoTime, Pause pause, Runnable gone) {
        this.store = store;
        this.lease = lease;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.gone = gone;
    }

    /** Begins to watch on a thread of its own, until the process ends. */
    static void start(ObjectStore store, ObjectName.Lease lease, Voice voice) {
        Runnable gone = () -> {
            voice.failure("the driver is gone: " + store.address(lease.path()) + " is not renewed any more.");
            System.err.flush();
            // Not exit: shutdown hooks would wait for a function that the driver's death made pointless.
            Runtime.getRuntime().halt(WorkerExit.DRIVER_GONE.code());
        };
        LeaseWatch watch = new LeaseWatch(store, lease, System::nanoTime, time -> Thread.sleep(time.toMillis()), gone);
        Thread thread = new Thread(null, watch, "kubeface-lease-watch", 512 * 1024L);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            pause.of(Leases.interval(Leases.GRACE));
            Duration grace = grace();
            LeaseObserver observer = new LeaseObserver(grace);
            while (!expired(observer)) {
                pause.of(Leases.interval(grace));
            }
            gone.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration grace() throws InterruptedException {
        while (true) {
            try {
                return Leases.grace(store, lease);
            } catch (IOException e) {
                pause.of(Leases.interval(Leases.GRACE));
            }
        }
    }

    private boolean expired(LeaseObserver observer) {
        try {
            return observer.expired(store.stat(lease.path()).map(ObjectInfo::modified), nanoTime.getAsLong());
        } catch (IOException e) {
            // Nothing is known; whether the result can be written will be seen when it is.
            return false;
        }
    }
}
