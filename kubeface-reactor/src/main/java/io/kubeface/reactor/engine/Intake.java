package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.Reuse.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Between a task's last input and its first launch: its input is written, or, with a cache key, its value is found to be
 * there. Belongs to the job's loop.
 */
final class Intake {
    private final Loop loop;
    private final JobIo io;
    private final Optional<ReuseBook> book;
    private final Teller tell;
    private final Consumer<Task> written;
    private final BiConsumer<Task, Task.Outcome> known;
    private final Map<Task, MonoSink<Boolean>> reopened = new HashMap<>();
    private int unwritten;
    private boolean stopped;

    /**
     * @param written called when a task's input is in the store
     * @param known called when what became of a task is known without a launch
     */
    Intake(
            Loop loop,
            JobIo io,
            Optional<ReuseBook> book,
            Teller tell,
            Consumer<Task> written,
            BiConsumer<Task, Task.Outcome> known) {
        this.loop = loop;
        this.io = io;
        this.book = book;
        this.tell = tell;
        this.written = written;
        this.known = known;
    }

    /** A task has its first input. */
    void begun(Task task) {
        unwritten++;
        if (book.isEmpty()) {
            tell.queued(task);
        }
    }

    /** Tasks that have begun and of which it is not known yet whether they need a launch. */
    int unwritten() {
        return unwritten;
    }

    /** A task has all its inputs. */
    void filled(Task task) {
        List<Object> inputs = task.inputs;
        if (inputs == null || stopped) {
            return;
        }
        task.phase = Task.Phase.WRITING;
        if (book.isEmpty()) {
            write(task, inputs, Optional.empty());
            return;
        }
        loop.run(io.digestInputs(inputs), digest -> named(task, inputs, digest, book.get()), error -> {
            tell.queued(task);
            failed(task, error);
        });
    }

    /** Does nothing more. */
    void stop() {
        stopped = true;
        reopened.values().forEach(sink -> sink.success(false));
        reopened.clear();
    }

    private void named(Task task, List<Object> inputs, byte[] digest, ReuseBook names) {
        if (stopped) {
            unwritten--;
            return;
        }
        ReuseBook.Entry entry = names.next(digest);
        task.name = entry.name();
        task.reuse = Optional.of(entry.reuse());
        tell.queued(task);
        if (entry.reuse().reused()) {
            unwritten--;
            tell.reused(task);
            // Its inputs stay in memory: should the value be damaged, the task is run after all.
            known.accept(task, Task.Outcome.Stored.at(new ObjectName.Value(io.key(), task.name)));
        } else {
            write(task, inputs, Optional.of(digest));
        }
    }

    private void write(Task task, List<Object> inputs, Optional<byte[]> digest) {
        loop.run(
                io.writeInputs(task.name, inputs, digest),
                bytes -> {
                    unwritten--;
                    task.inputs = null;
                    task.inputBytes = bytes;
                    if (!stopped) {
                        tell.written(task);
                        written.accept(task);
                    }
                },
                error -> failed(task, error));
    }

    private void failed(Task task, Throwable error) {
        unwritten--;
        if (!stopped) {
            task.inputs = null;
            known.accept(task, new Task.Outcome.Lost(DriverFailures.input(error)));
        }
    }

    /**
     * A value cannot be read. If it was found and not computed by this job, then its task is run.
     *
     * @return once what became of it is known: true, or false at once when it is not to be run. May be subscribed to on any
     *     thread
     */
    Mono<Boolean> again(Task task) {
        return Mono.create(sink -> {
            if (!loop.execute(() -> again(task, sink))) {
                sink.success(false);
            }
        });
    }

    private void again(Task task, MonoSink<Boolean> sink) {
        List<Object> inputs = task.inputs;
        if (stopped
                || inputs == null
                || book.isEmpty()
                || task.reuse.isEmpty()
                || !task.reuse.get().reused()) {
            sink.success(false);
            return;
        }
        book.get().unreadable();
        tell.reopened(task);
        task.reuse = Optional.of(new Reuse(Verdict.UNREADABLE, Optional.empty()));
        task.outcome = null;
        task.phase = Task.Phase.WRITING;
        unwritten++;
        reopened.put(task, sink);
        ObjectName.Value value = new ObjectName.Value(io.key(), task.name);
        loop.run(
                io.removeDamaged(value).then(io.digestInputs(inputs)),
                digest -> {
                    if (stopped) {
                        unwritten--;
                    } else {
                        write(task, inputs, Optional.of(digest));
                    }
                },
                error -> failed(task, error));
    }

    /** What became of a task is known; true when somebody has been waiting for just that. */
    boolean settled(Task task) {
        MonoSink<Boolean> sink = reopened.remove(task);
        if (sink != null) {
            sink.success(true);
        }
        return sink != null;
    }
}
