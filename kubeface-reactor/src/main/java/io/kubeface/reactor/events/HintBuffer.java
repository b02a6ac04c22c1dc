package io.kubeface.reactor.events;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * Hints on their way to one subscriber. Of one that is far behind it remembers only that, and tells it of a gap: memory
 * is bounded, and whoever offers never waits.
 */
final class HintBuffer {
    static final int MOST_UNDELIVERED = 4096;

    private final FluxSink<ObjectEvent> sink;
    private final ArrayDeque<ObjectEvent> undelivered = new ArrayDeque<>();
    /** Stands for all that was offered before it is delivered. */
    private boolean gap;

    private boolean ended;
    private @Nullable Throwable failure;

    private final AtomicInteger draining = new AtomicInteger();

    /** A sink that buffers nothing itself; only this buffer calls {@code next} of it. */
    HintBuffer(FluxSink<ObjectEvent> sink) {
        this.sink = sink;
        sink.onRequest(count -> drain());
    }

    void written(String name) {
        synchronized (undelivered) {
            if (gap) {
                return;
            }
            if (undelivered.size() == MOST_UNDELIVERED) {
                undelivered.clear();
                gap = true;
            } else {
                undelivered.add(new ObjectEvent.Written(name));
            }
        }
        drain();
    }

    void gap() {
        synchronized (undelivered) {
            undelivered.clear();
            gap = true;
        }
        drain();
    }

    /** Ends the subscriber's flux, with what is undelivered left out. Only the first end counts. */
    void end(@Nullable Throwable why) {
        synchronized (undelivered) {
            if (ended) {
                return;
            }
            ended = true;
            failure = why;
        }
        drain();
    }

    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            deliver();
            missed = draining.addAndGet(-missed);
        } while (missed != 0);
    }

    private void deliver() {
        while (!sink.isCancelled()) {
            if (isEnded()) {
                if (failure == null) {
                    sink.complete();
                } else {
                    sink.error(failure);
                }
                return;
            }
            ObjectEvent next = sink.requestedFromDownstream() > 0 ? poll() : null;
            if (next == null) {
                return;
            }
            sink.next(next);
        }
    }

    /** Whether nobody listens any more. */
    boolean isCancelled() {
        return sink.isCancelled();
    }

    private boolean isEnded() {
        synchronized (undelivered) {
            return ended;
        }
    }

    private @Nullable ObjectEvent poll() {
        synchronized (undelivered) {
            if (gap) {
                gap = false;
                return new ObjectEvent.Gap();
            }
            return undelivered.poll();
        }
    }
}
