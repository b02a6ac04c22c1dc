package io.kubeface.reactor.engine;

import io.kubeface.reactor.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The end of a job: settled tasks wait here as references. Only when the subscriber has asked for a result is it read, in
 * order or as tasks settled, and given. Belongs to the job's loop.
 */
final class OutputSide<R extends @Nullable Object> {
    /** How many tasks' results are read at once. */
    private static final int READS = 2;

    /** Reads the results of a task: one per input, never failing. */
    @FunctionalInterface
    interface Reader<R extends @Nullable Object> {
        Mono<List<Result<R>>> read(Task task);
    }

    private final Loop loop;
    private final boolean ordered;
    private final Reader<R> reader;
    private final Emitter<R> emitter;
    private final BiConsumer<Task, Result<R>> given;
    private final Consumer<Task> done;
    private final Deque<Task> unread = new ArrayDeque<>();
    private final Deque<Reading<R>> reading = new ArrayDeque<>();
    private long requested;
    private long readAhead;
    private int claims;
    private long handed;
    private long emitted;
    private boolean stopped;

    /** A task whose results are being read, or have been and are being given. */
    private static final class Reading<R extends @Nullable Object> {
        final Task task;

        @Nullable
        Queue<Result<R>> results;

        int toEmit;

        Reading(Task task) {
            this.task = task;
            this.toEmit = task.items;
        }
    }

    /**
     * @param given called when a result goes to the subscriber
     * @param done called when all results of a task have been given, unless that is after {@link #stop}
     */
    OutputSide(
            Loop loop,
            boolean ordered,
            Reader<R> reader,
            Emitter<R> emitter,
            BiConsumer<Task, Result<R>> given,
            Consumer<Task> done) {
        this.loop = loop;
        this.ordered = ordered;
        this.reader = reader;
        this.emitter = emitter;
        this.given = given;
        this.done = done;
    }

    /** Results that the subscriber has taken. */
    long emitted() {
        return emitted;
    }

    void begun(Task task) {
        if (ordered) {
            unread.add(task);
        }
    }

    void settled(Task task) {
        if (ordered) {
            return;
        }
        if (task.claimed) {
            unread.addFirst(task);
        } else {
            unread.add(task);
        }
    }

    /**
     * Whether a task's result is to be read as soon as it is found: it is next, and asked for. Then there is room for it
     * until it is read or {@link #unclaim} gives that back.
     */
    boolean claim(Task task) {
        boolean next = ordered ? unread.peek() == task : unread.isEmpty();
        if (stopped || task.claimed || !next || !hasRoom()) {
            return false;
        }
        task.claimed = true;
        claims++;
        readAhead += task.items;
        return true;
    }

    /** A claimed task was not found, or is not to be read now. */
    void unclaim(Task task) {
        if (task.claimed) {
            task.claimed = false;
            claims--;
            readAhead -= task.items;
        }
    }

    private boolean hasRoom() {
        return handed + readAhead < requested && reading.size() + claims < READS;
    }

    /**
     * Reads and gives what is asked for.
     *
     * @param total how many results the subscriber has asked for since the beginning
     */
    void advance(long total) {
        requested = total;
        for (Task task = unread.peek(); task != null && isToBeRead(task); task = unread.peek()) {
            unread.remove();
            unclaim(task);
            read(task);
        }
        give();
    }

    /** Tasks that are not settled will not be. */
    void dropUnsettled() {
        unread.removeIf(task -> !task.isSettled());
    }

    /**
     * Whether no more is to be given.
     *
     * @param limit results that may be given since the beginning
     */
    boolean exhausted(long limit) {
        return emitted >= limit || (unread.isEmpty() && reading.isEmpty());
    }

    /** Gives nothing more. */
    void stop() {
        stopped = true;
        emitter.stop();
        unread.clear();
        reading.clear();
    }

    private boolean isToBeRead(Task task) {
        return !stopped && task.isSettled() && (task.claimed || hasRoom());
    }

    private void read(Task task) {
        Reading<R> entry = new Reading<>(task);
        reading.add(entry);
        readAhead += task.items;
        loop.run(reader.read(task), results -> entry.results = new ArrayDeque<>(results), error -> {
            throw new IllegalStateException("A reader failed, which it must not", error);
        });
    }

    private void give() {
        for (Reading<R> entry : reading) {
            Queue<Result<R>> results = entry.results;
            if (stopped || results == null) {
                return;
            }
            while (handed < requested && !results.isEmpty()) {
                Result<R> result = results.remove();
                handed++;
                readAhead--;
                given.accept(entry.task, result);
                emitter.next(result, () -> loop.execute(() -> emitted(entry)));
            }
            if (!results.isEmpty()) {
                return;
            }
        }
    }

    private void emitted(Reading<R> entry) {
        emitted++;
        entry.toEmit--;
        if (entry.toEmit == 0 && !stopped) {
            reading.remove(entry);
            done.accept(entry.task);
        }
    }
}
