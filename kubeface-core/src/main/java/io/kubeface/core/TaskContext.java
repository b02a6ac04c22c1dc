package io.kubeface.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
 * @param parents the tasks in which the job's driver runs, the outermost first, as {@link #chain} has them; empty for a
 *     driver that runs in none
 */
public record TaskContext(
        String storage, String job, String task, int attempt, Map<String, String> propagated, List<String> parents) {

    private static final InheritableThreadLocal<Holder> CURRENT = new InheritableThreadLocal<>();

    public TaskContext {
        propagated = Map.copyOf(propagated);
        parents = List.copyOf(parents);
    }

    /** A task of a driver that runs in no other. */
    public TaskContext(String storage, String job, String task, int attempt, Map<String, String> propagated) {
        this(storage, job, task, attempt, propagated, List.of());
    }

    /**
     * The tasks in which a driver runs that this task opens: its {@link #parents} and itself. Each is a job's id, a slash, and
     * the task's name.
     */
    public List<String> chain() {
        List<String> chain = new ArrayList<>(parents);
        chain.add(job + "/" + task);
        return chain;
    }

    /**
     * Has something closed when the task has ended and its result is written, the last first. What closing throws changes
     * nothing. Of a worker that is killed nothing is closed.
     *
     * @throws IllegalStateException outside a task, and in a thread that is left of one that has ended
     */
    public static void atEnd(AutoCloseable resource) {
        Holder holder = CURRENT.get();
        if (holder == null || !holder.add(resource)) {
            throw new IllegalStateException("TaskContext.atEnd() was called outside a task: thread "
                    + Thread.currentThread().getName() + " works for none that goes on.");
        }
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

    /**
     * A file as a path, for {@link java.nio.file.Files} and libraries that take paths: a local one, or an object of a bucket
     * (in jobs whose storage is a bucket too, for only then do workers have what it takes).
     *
     * <p>A path of a bucket is no file of a disk. Reading, seeking, writing whole files, copying, walking and deleting files
     * work; what is written is there when its stream or channel is closed, whole or not at all. These do not work:
     *
     * <ul>
     *   <li>Append, and writing in the middle: a file is written from its begin to its end.
     *   <li>Directories: there are none. Making one does nothing, deleting one does not delete what seems to be in it, and one
     *       in which nothing is does not exist.
     *   <li>{@link java.nio.file.WatchService}, links, locks, owners and permissions; renaming is a copy and a deletion, and
     *       not atomic.
     * </ul>
     *
     * <p>{@link java.nio.file.StandardOpenOption#CREATE_NEW} is atomic: of several writers the first to close wins. But the
     * others get no {@link java.nio.file.FileAlreadyExistsException}: their {@code close} throws the client's own unchecked
     * {@code com.google.cloud.storage.StorageException}, with code 412.
     *
     * @param urlOrPath a path, which if it is relative begins at the worker's working directory; a {@code file:///} URL; or
     *     {@code gs://bucket/object}, whose object is taken as it stands: nothing in it is decoded. A path that begins like a
     *     URL, as {@code a:b} does, is written {@code ./a:b}
     * @throws IllegalArgumentException when it is not well formed, or nobody makes paths of its scheme
     * @throws IOException when the bucket's client cannot be made
     */
    public Path path(String urlOrPath) throws IOException {
        return TaskPaths.of(urlOrPath);
    }

    /** Makes this the calling thread's context until the returned scope is closed. Called by whatever runs tasks. */
    public Scope open() {
        Holder holder = new Holder(this);
        CURRENT.set(holder);
        // A class and not a lambda: linking one would take a worker's start a millisecond.
        return new Scope() {
            @Override
            public void close() {
                holder.close();
                CURRENT.remove();
            }
        };
    }

    /** What threads inherit, so that the end of the task reaches those that go on. */
    private static final class Holder {
        private volatile @Nullable TaskContext context;
        private final Deque<AutoCloseable> resources = new ArrayDeque<>();

        Holder(TaskContext context) {
            this.context = context;
        }

        synchronized boolean add(AutoCloseable resource) {
            if (context == null) {
                return false;
            }
            resources.push(resource);
            return true;
        }

        private synchronized @Nullable AutoCloseable next() {
            AutoCloseable next = resources.poll();
            if (next == null) {
                context = null;
            }
            return next;
        }

        void close() {
            // What was interrupted is the function; closing may have to wait.
            boolean interrupted = Thread.interrupted();
            for (AutoCloseable next = next(); next != null; next = next()) {
                try {
                    next.close();
                } catch (Exception e) {
                    // The result is written. What stays open ends with the process, or is found by a cleanup.
                    interrupted |= Thread.interrupted();
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The time in which a context is current; {@link #close()} is called by the thread that opened it. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
