package io.kubeface.reactor.engine;

import io.kubeface.core.name.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * The beginning of a job: takes inputs from upstream, never more than are wanted, and groups them into tasks. Its
 * subscriber methods may be called on any thread; all else belongs to the job's loop. Upstream is subscribed to and asked
 * on a worker of its own, where a source that blocks holds up nothing else.
 */
final class InputSide<T> implements CoreSubscriber<T> {
    private static final Logger log = LoggerFactory.getLogger(InputSide.class);

    private final Loop loop;
    private final Scheduler scheduler;
    private final Scheduler.Worker worker;
    private final Context context;
    private final int itemsPerTask;
    private final Optional<Duration> maxWait;
    private final OptionalLong announced;
    private final Consumer<Task> begun;
    private final Consumer<Task> filled;
    private @Nullable Subscription upstream;
    private @Nullable Task filling;
    private Disposable wait = Disposables.disposed();
    private long outstanding;
    private long taken;
    private long tasks;
    private boolean ended;
    private boolean stopped;
    private @Nullable Throwable error;

    /**
     * @param scheduler where upstream is subscribed to and asked
     * @param context of the job's subscriber
     * @param announced how many inputs there will be, if somebody said so
     * @param begun called when a task has its first input
     * @param filled called when a task has all its inputs
     */
    InputSide(
            Loop loop,
            Scheduler scheduler,
            Context context,
            int itemsPerTask,
            Optional<Duration> maxWait,
            OptionalLong announced,
            Consumer<Task> begun,
            Consumer<Task> filled) {
        this.loop = loop;
        this.scheduler = scheduler;
        this.worker = scheduler.createWorker();
        this.context = context;
        this.itemsPerTask = itemsPerTask;
        this.maxWait = maxWait;
        this.announced = announced;
        this.begun = begun;
        this.filled = filled;
    }

    /** Inputs taken so far. */
    long taken() {
        return taken;
    }

    /** How many inputs there are, if that is known. */
    OptionalLong total() {
        if (ended) {
            return OptionalLong.of(taken);
        }
        return announced.isPresent() && announced.getAsLong() >= taken ? announced : OptionalLong.empty();
    }

    /** Whether there are no more inputs. */
    boolean ended() {
        return ended;
    }

    /** What upstream ended with; empty when it completed or has not ended. */
    Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    /** Asks for the inputs of so many further tasks, and for those that the one being filled still needs. */
    void want(int tasksToBegin) {
        Subscription from = upstream;
        if (from == null || ended || stopped) {
            return;
        }
        long room = filling == null ? 0 : itemsPerTask - filling.items;
        long more = (long) tasksToBegin * itemsPerTask + room - outstanding;
        if (more > 0) {
            outstanding += more;
            ask(() -> from.request(more));
        }
    }

    /** Begins to listen; takes nothing before it is wanted. */
    void subscribeTo(Publisher<T> source) {
        ask(() -> source.subscribe(this));
    }

    /** Takes no more inputs; a source that is blocked is interrupted. */
    void stop() {
        stopped = true;
        wait.dispose();
        Subscription from = upstream;
        // Not on the worker, which a source may block, nor on the loop, which a source's own clean-up must not.
        users(() -> {
            worker.dispose();
            if (from != null) {
                from.cancel();
            }
        });
        Task task = filling;
        if (task != null) {
            filling = null;
            discard(task);
        }
    }

    /** Tells the subscriber's hook of inputs that no task will see. */
    void discard(Task task) {
        List<Object> inputs = task.inputs;
        if (inputs != null) {
            task.inputs = null;
            inputs.forEach(this::discardInput);
        }
    }

    private void discardInput(Object input) {
        users(() -> Operators.onDiscard(input, context));
    }

    /** Runs the user's code where it may block, and where what it throws changes nothing. */
    private void users(Runnable code) {
        Runnable guarded = () -> {
            try {
                loop.logged(code);
            } catch (RuntimeException | Error e) {
                log.warn("A source's cancellation, or a hook for what is discarded, threw; the job goes on.", e);
            }
        };
        try {
            scheduler.schedule(guarded);
        } catch (RejectedExecutionException e) {
            guarded.run();
        }
    }

    private void ask(Runnable question) {
        worker.schedule(() -> {
            try {
                loop.logged(question);
            } catch (RuntimeException | Error e) {
                // A source must tell of errors by onError; one that throws would otherwise never end.
                onError(e);
            }
        });
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        loop.execute(() -> {
            if (stopped) {
                users(subscription::cancel);
            } else {
                upstream = subscription;
            }
        });
    }

    @Override
    public void onNext(T input) {
        if (!loop.execute(() -> take(input))) {
            Operators.onDiscard(input, context);
        }
    }

    @Override
    public void onError(Throwable cause) {
        loop.execute(() -> {
            error = cause;
            end();
        });
    }

    @Override
    public void onComplete() {
        loop.execute(this::end);
    }

    private void take(T input) {
        if (stopped || ended) {
            discardInput(input);
            return;
        }
        Task task = filling;
        if (task == null) {
            task = new Task(TaskName.ofSequence(tasks++), taken, loop.now());
            filling = task;
            begun.accept(task);
            Task first = task;
            maxWait.ifPresent(longest -> wait = loop.after(longest, () -> flush(first)));
        }
        outstanding--;
        taken++;
        task.items++;
        if (task.inputs != null) {
            task.inputs.add(input);
        }
        if (task.items == itemsPerTask) {
            flush(task);
        }
    }

    private void flush(Task task) {
        if (task == filling) {
            filling = null;
            wait.dispose();
            filled.accept(task);
        }
    }

    private void end() {
        ended = true;
        Task task = filling;
        if (task != null) {
            flush(task);
        }
    }
}
