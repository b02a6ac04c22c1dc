package io.kubeface.reactor.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The client's limit on simultaneous attempts, shared by its jobs: first come, first served. Safe for use by several
 * threads; a waiter is called on whichever thread gave the slot back, and must only enqueue.
 */
final class Slots {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Slots(int total) {
        this.free = total;
    }

    /** Takes a slot for a waiter, now or when one is given back; then the waiter is called, once. */
    void acquire(Runnable waiter) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(waiter);
                return;
            }
            free--;
        }
        waiter.run();
    }

    /** Gives a slot back. */
    void release() {
        @Nullable Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.run();
        }
    }

    /** Takes a waiter out again; false when it has been given its slot, which it must then give back. */
    synchronized boolean withdraw(Runnable waiter) {
        return waiting.remove(waiter);
    }
}
