package io.kubeface.core;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private static final InheritableThreadLocal<Holder> CURRENT = new InheritableThreadLocal<>();

    public TaskContext {
        propagated = Map.copyOf(propagated);
    }

    /**
     * The context of the task that the calling thread works for: the thread that runs the function, and any thread it
     * started, until the task ends.
     *
     * <p>A thread of a pool has the context of the task that was running in the thread which made the pool start it,
     * or none; whose work it does now makes no difference. Where a pool outlives a task or is shared, as the common pool
     * is, take the context before handing over work, and pass it on.
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
        Holder holder = CURRENT.get();
        return holder == null ? Optional.empty() : Optional.ofNullable(holder.context);
    }

    /** Makes this the calling thread's context until the returned scope is closed. Called by whatever runs tasks. */
    public Scope open() {
        Holder holder = new Holder(this);
        CURRENT.set(holder);
        // A class and not a lambda: linking one would take a worker's start a millisecond.
        return new Scope() {
            @Override
            public void close() {
                holder.context = null;
                CURRENT.remove();
            }
        };
    }

    /** What threads inherit, so that the end of the task reaches those that go on. */
    private static final class Holder {
        private volatile @Nullable TaskContext context;

        Holder(TaskContext context) {
            this.context = context;
        }
    }

    /** The time in which a context is current; {@link #close()} is called by the thread that opened it. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
