package io.kubeface.reactor.events;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * The subscribers of an event source that hears of all jobs of a client at once: what it hears is handed to those whose
 * job it is. For implementations of {@link ObjectEvents}. No call blocks or waits for a subscriber; one that is 4096
 * hints behind is told of a gap instead. Safe for use by several threads.
 */
public final class JobHints {
    private final ConcurrentMap<JobKey, List<HintBuffer>> listeners = new ConcurrentHashMap<>();
    private volatile boolean begun;
    private volatile boolean closed;

    /**
     * Hints about one job, as {@link ObjectEvents#results} has them.
     *
     * @param whenListening called at each subscription, when whatever is told from then on reaches the subscriber
     */
    public Flux<ObjectEvent> results(JobKey key, Runnable whenListening) {
        return Flux.create(sink -> listen(key, sink, whenListening), FluxSink.OverflowStrategy.IGNORE);
    }

    /** An object may have been written; a name that is not a result's is passed over. */
    public void written(String name) {
        jobOf(name).map(listeners::get).ifPresent(hearing -> hearing.forEach(hints -> hints.written(name)));
    }

    /** The source listens, for the first time or again: all subscribers, also later ones, begin with a gap. */
    public void gap() {
        begun = true;
        all().forEach(HintBuffer::gap);
    }

    /** Ends the present subscribers with an error; later ones hear nothing before the next {@link #gap}. */
    public void fail(Throwable why) {
        begun = false;
        all().forEach(hints -> hints.end(why));
    }

    /** Completes the present subscribers; later ones get an error. */
    public void close() {
        closed = true;
        all().forEach(hints -> hints.end(null));
    }

    private void listen(JobKey key, FluxSink<ObjectEvent> sink, Runnable whenListening) {
        HintBuffer hints = new HintBuffer(sink);
        listeners.merge(key, List.of(hints), JobHints::joined);
        sink.onDispose(() -> listeners.computeIfPresent(key, (job, hearing) -> without(hearing, hints)));
        if (closed) {
            hints.end(DirectoryEvents.closed());
            return;
        }
        if (begun) {
            hints.gap();
        }
        whenListening.run();
    }

    private List<HintBuffer> all() {
        return listeners.values().stream().flatMap(List::stream).toList();
    }

    private static List<HintBuffer> joined(List<HintBuffer> some, List<HintBuffer> others) {
        List<HintBuffer> both = new ArrayList<>(some);
        both.addAll(others);
        return List.copyOf(both);
    }

    private static @Nullable List<HintBuffer> without(List<HintBuffer> hearing, HintBuffer gone) {
        List<HintBuffer> rest = hearing.stream().filter(hints -> hints != gone).toList();
        return rest.isEmpty() ? null : rest;
    }

    private static Optional<JobKey> jobOf(String name) {
        return ObjectName.parse(name).flatMap(parsed -> {
            if (parsed instanceof ObjectName.Value value) {
                return Optional.of(value.key());
            }
            return parsed instanceof ObjectName.Failure failure ? Optional.of(failure.key()) : Optional.empty();
        });
    }
}
