package io.kubeface.core.code;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moves jars, several at once: against a remote store it is the waiting that takes the time. The calling thread takes
 * part, and for a few jars it is the only one, as threads cost more than they would save.
 */
final class Transfers {
    private static final int AT_ONCE = 8;
    /** So many are moved one after the other. */
    static final int FEW = 2;

    private final int count;
    private final Transfer transfer;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** One of them. */
    @FunctionalInterface
    interface Transfer {
        void move(int index) throws IOException;
    }

    private Transfers(int count, Transfer transfer) {
        this.count = count;
        this.transfer = transfer;
    }

    /**
     * Calls for each number from 0, and returns when all calls have returned. After the first failure none is begun any
     * more, and it is thrown. An interrupt ends it likewise, as {@link InterruptedIOException}.
     */
    static void run(int count, Transfer transfer) throws IOException {
        Transfers transfers = new Transfers(count, transfer);
        Thread[] helpers = new Thread[count <= FEW ? 0 : Math.min(AT_ONCE, count) - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(transfers::work, "kubeface-code-" + i);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
        transfers.work();
        transfers.await(helpers);
        transfers.throwFailure();
    }

    private void work() {
        while (failure.get() == null) {
            int index = next.getAndIncrement();
            if (index >= count) {
                return;
            }
            try {
                transfer.move(index);
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private void await(Thread[] helpers) {
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    failure.compareAndSet(null, new InterruptedIOException("Interrupted while code was moved."));
                    for (Thread each : helpers) {
                        each.interrupt();
                    }
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() throws IOException {
        Throwable thrown = failure.get();
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }
}
