package io.kubeface.reactor.events;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells of result files as they get their names, by the file system's own notification. One JDK watch service and one
 * daemon thread ({@code kubeface-directory-events}) serve all jobs of a client; both begin with the first subscription
 * and end with {@link #close}. That thread calls the subscribers, who hand on what takes long.
 *
 * <p>On Linux a hint comes about a millisecond after the file. Elsewhere the JDK may poll (macOS: every few seconds),
 * and over a network file system nothing is told of what other machines write; results are then found as late as the
 * engine looks by itself.
 *
 * <p>A subscriber that is 4096 hints behind is told of a gap instead, and so is everybody when the system lost hints or
 * somebody removed the watched directory, which is then made and watched again.
 */
public final class DirectoryEvents implements ObjectEvents {
    private final Scheduler blocking;
    private final DirectoryWatcher watcher;

    /**
     * Starts nothing yet.
     *
     * @param blocking where directories are made and watched; stays open until this is closed
     */
    public DirectoryEvents(LocalDirectoryObjectStore store, Scheduler blocking) {
        this.blocking = blocking;
        this.watcher = new DirectoryWatcher(store);
    }

    @Override
    public Flux<ObjectEvent> results(JobKey key) {
        String prefix = ObjectName.resultPrefix(key);
        return Flux.create(sink -> listen(prefix, sink), FluxSink.OverflowStrategy.IGNORE);
    }

    @Override
    public Mono<Void> close() {
        return Mono.<Void>fromRunnable(watcher::close).subscribeOn(blocking);
    }

    static IllegalStateException closed() {
        return new IllegalStateException("These object events are closed; they belong to a client that was closed.");
    }

    private void listen(String prefix, FluxSink<ObjectEvent> sink) {
        DirectoryListener listener = new DirectoryListener(prefix, new HintBuffer(sink));
        sink.onDispose(() -> schedule(() -> watcher.remove(listener)));
        if (!schedule(() -> watcher.add(listener))) {
            listener.end(closed());
        }
    }

    /** False when the client's scheduler takes nothing any more; then the watcher is closed as well, or soon. */
    private boolean schedule(Runnable call) {
        try {
            blocking.schedule(call);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
