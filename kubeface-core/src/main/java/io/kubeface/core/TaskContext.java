package io.kubeface.core;

import java.util.Map;
import java.util.Optional;

/**
 * What a running function may know of the task it runs in.
 *
 * @param storage the storage root, as the driver was given it
 * @param job the job's id
 * @param task the task's name within the job
 * @param attempt which launch of the task this is, from 1
 * @param propagated the allow-listed entries of the subscriber's context (for example {@code traceparent}), by key
 */
public record TaskContext(String storage, String job, String task, int attempt, Map<String, String> propagated) {

    private static final InheritableThreadLocal<TaskContext> CURRENT = new InheritableThreadLocal<>();

    public TaskContext {
        propagated = Map.copyOf(propagated);
    }

    /**
     * The context of the task that the calling thread works for: the thread that runs the function, and any thread it
     * started.
     *
     * @throws IllegalStateException outside a task
     */
    public static TaskContext current() {
        return find().orElseThrow(() ->
                new IllegalStateException("TaskContext.current() was called outside a task: thread "
                        + Thread.currentThread().getName()
                        + " was not started by a task's function. Pass the context to the thread, or use find()."));
    }

    /** The context of the task that the calling thread works for; empty outside a task. */
    public static Optional<TaskContext> find() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Makes this the calling thread's context until the returned scope is closed. Called by whatever runs tasks. */
    public Scope open() {
        CURRENT.set(this);
        // A class and not a lambda: linking one would take a worker's start a millisecond.
        return new Scope() {
            @Override
            public void close() {
                CURRENT.remove();
            }
        };
    }

    /** The time in which a context is current; {@link #close()} is called by the thread that opened it. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
