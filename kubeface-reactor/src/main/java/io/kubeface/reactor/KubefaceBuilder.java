package io.kubeface.reactor;

import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.events.ObjectEvents;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of a client, each with a default. Not safe for use by several threads. */
public final class KubefaceBuilder {
    @Nullable
    String storage;

    Backend.@Nullable Factory backend;
    ObjectEvents.@Nullable Factory events;
    int maxSimultaneousTasks = Runtime.getRuntime().availableProcessors();
    int window;
    int prefetch;

    KubefaceBuilder() {}

    /**
     * The storage root: a directory, or a URL such as {@code gs://bucket/prefix}. By default the environment variable
     * KUBEFACE_STORAGE, else a directory of the user's.
     */
    public KubefaceBuilder storage(String urlOrDirectory) {
        this.storage = urlOrDirectory;
        return this;
    }

    /** As {@link #storage(String)}. */
    public KubefaceBuilder storage(Path directory) {
        return storage(directory.toString());
    }

    /** What runs the workers; by default processes on this machine. */
    public KubefaceBuilder backend(Backend.Factory factory) {
        this.backend = factory;
        return this;
    }

    /** What tells of new objects; by default what suits the storage. */
    public KubefaceBuilder events(ObjectEvents.Factory factory) {
        this.events = factory;
        return this;
    }

    /** At most so many attempts run at once, over all jobs of the client; by default the number of processors. */
    public KubefaceBuilder maxSimultaneousTasks(int tasks) {
        this.maxSimultaneousTasks = tasks;
        return this;
    }

    /** At most so many tasks of a job are taken and not yet emitted; by default 256, or the maximum of simultaneous tasks if that is more. */
    public KubefaceBuilder window(int tasks) {
        this.window = tasks;
        return this;
    }

    /** How many tasks a job starts beyond what its subscriber has asked for; by default the maximum of simultaneous tasks. */
    public KubefaceBuilder prefetch(int tasks) {
        this.prefetch = tasks;
        return this;
    }

    /** Keys of the subscriber's Reactor Context whose values (as text) the task sees in its context. */
    public KubefaceBuilder propagate(String... keys) {
        return this;
    }

    /** Classes, with their packages' other classes, that results may be made of, beside JDK value types and the function's own jar. */
    public KubefaceBuilder resultTypes(Class<?>... types) {
        return this;
    }

    /** The class path to ship, instead of this JVM's own. */
    public KubefaceBuilder classPath(List<Path> entries) {
        return this;
    }

    /**
     * Opens the client.
     *
     * @throws IllegalArgumentException when an option is wrong; the message names it, its value and what would be right
     */
    public Kubeface build() {
        throw new IllegalStateException("Not written yet");
    }
}
