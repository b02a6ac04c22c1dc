package io.kubeface.reactor.events;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Tells of writes to an in-memory store, at once, in the thread that wrote. A subscriber that is 4096 hints behind is
 * told of a gap instead.
 */
public final class InMemoryEvents implements ObjectEvents {
    private final InMemoryObjectStore store;
    private final Set<HintBuffer> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public InMemoryEvents(InMemoryObjectStore store) {
        this.store = store;
    }

    @Override
    public Flux<ObjectEvent> results(JobKey key) {
        String prefix = ObjectName.resultPrefix(key);
        return Flux.create(sink -> listen(prefix, sink), FluxSink.OverflowStrategy.IGNORE);
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            closed = true;
            open.forEach(hints -> hints.end(null));
        });
    }

    private void listen(String prefix, FluxSink<ObjectEvent> sink) {
        HintBuffer hints = new HintBuffer(sink);
        AutoCloseable listening = store.onWrite(name -> {
            if (name.startsWith(prefix)) {
                hints.written(name);
            }
        });
        open.add(hints);
        sink.onDispose(() -> {
            open.remove(hints);
            stop(listening);
        });
        if (closed) {
            hints.end(DirectoryEvents.closed());
        }
        hints.gap();
    }

    private static void stop(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("The in-memory store failed to drop a listener.", e);
        }
    }
}
