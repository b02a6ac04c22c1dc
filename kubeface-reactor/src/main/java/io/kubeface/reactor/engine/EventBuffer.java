package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for one subscriber, so many at most. What comes while it is full is counted, and told in its place:
 * before the first event that finds room again. Safe for use by several threads; its lock is held for the moves of a
 * reference or two.
 */
final class EventBuffer {
    private final Queue<JobEvent> events = new ArrayDeque<>();
    private final int capacity;
    private final Supplier<Instant> clock;
    private long missed;
    private boolean closed;

    EventBuffer(int capacity, Supplier<Instant> clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    synchronized void add(JobEvent event) {
        if (closed) {
            return;
        }
        if (events.size() >= capacity) {
            missed++;
            return;
        }
        if (missed > 0) {
            events.add(missed());
        }
        events.add(event);
    }

    /** The next event, if there is one. */
    synchronized @Nullable JobEvent poll() {
        JobEvent next = events.poll();
        return next == null && missed > 0 ? missed() : next;
    }

    /** Whether nothing is left and nothing will come. */
    synchronized boolean ended() {
        return closed && events.isEmpty() && missed == 0;
    }

    /** Nothing comes any more. */
    synchronized void close() {
        closed = true;
    }

    /** Nothing comes any more, and what waits is dropped. */
    synchronized void clear() {
        closed = true;
        events.clear();
        missed = 0;
    }

    private JobEvent missed() {
        JobEvent event = new JobEvent.Missed(clock.get(), missed);
        missed = 0;
        return event;
    }
}
