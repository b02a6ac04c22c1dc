package io.kubeface.reactor;

import io.kubeface.core.TaskContext;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.LocalProcessBackend;
import io.kubeface.reactor.engine.EngineOptions;
import io.kubeface.reactor.engine.EngineSchedulers;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.reactor.engine.SweepPeriod;
import io.kubeface.reactor.events.ObjectEvents;
import io.kubeface.reactor.events.StoreEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Options of a client, each with a default. Not safe for use by several threads. */
public final class KubefaceBuilder {
    private static final int DEFAULT_WINDOW = 256;
    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SWEEP = Duration.ofSeconds(1);

    private Optional<String> storage = Optional.empty();
    private Backend.Factory backend = LocalProcessBackend.builder();
    private ObjectEvents.Factory events = StoreEvents.forStore();
    private int maxSimultaneousTasks = Runtime.getRuntime().availableProcessors();
    private Optional<Integer> window = Optional.empty();
    private Optional<Integer> prefetch = Optional.empty();
    private int crashRetries = 3;
    private boolean deleteInputs;
    private final List<String> propagated = new ArrayList<>(List.of("traceparent", "tracestate", "baggage"));
    private final List<Class<?>> resultTypes = new ArrayList<>();
    private final List<JobObserver> observers = new ArrayList<>();
    private boolean statusPages = true;
    private Optional<List<Path>> classPath = Optional.empty();
    private Policies policies = Policies.DEFAULT;
    private JobDefaults jobs = JobDefaults.DEFAULT;
    private Duration driverLossGrace = Leases.GRACE;
    private SweepPeriod sweep = SweepPeriod.DEFAULT;
    private int maxDepth = 3;
    private Optional<TaskContext> task = TaskContext.find();

    KubefaceBuilder() {}

    /** The options of a client that was sent, for the task that it was sent to. */
    static KubefaceBuilder of(ShippedClient shipped, Optional<TaskContext> task) {
        KubefaceBuilder builder = new KubefaceBuilder();
        builder.storage = Optional.of(task.map(TaskContext::storage).orElse(shipped.storage()));
        builder.backend = shipped.backend();
        builder.maxSimultaneousTasks = shipped.maxSimultaneousTasks();
        builder.window = Optional.of(shipped.window());
        builder.prefetch = Optional.of(shipped.prefetch());
        builder.crashRetries = shipped.crashRetries();
        builder.deleteInputs = shipped.deleteInputs();
        builder.propagated.clear();
        builder.propagated.addAll(shipped.propagated());
        builder.resultTypes.addAll(shipped.resultTypes());
        builder.policies = shipped.policies();
        builder.jobs = shipped.jobs();
        builder.driverLossGrace = shipped.driverLossGrace();
        builder.sweep = shipped.sweep();
        builder.maxDepth = shipped.maxDepth();
        builder.statusPages = shipped.statusPages();
        builder.task = task;
        return builder;
    }

    private ShippedClient shipped(String url, EngineOptions options) {
        return new ShippedClient(
                url,
                backend,
                options.maxSimultaneousTasks(),
                options.window(),
                options.prefetch(),
                options.crashRetries(),
                options.deleteInputs(),
                options.propagated(),
                options.resultTypes(),
                policies.retry(),
                policies.timeout().orElse(null),
                policies.schedulingTimeout(),
                policies.completion(),
                policies.speculation().orElse(null),
                jobs,
                driverLossGrace,
                sweep,
                maxDepth,
                statusPages);
    }

    /** The task that the client is for: its jobs' names begin with that of the task, and it is closed when the task ends. */
    KubefaceBuilder task(TaskContext context) {
        this.task = Optional.of(context);
        return storage(context.storage());
    }

    /**
     * In how many tasks, each begun by a job of another, a client may be opened; 3 by default. With 0 no task can begin jobs.
     * A client that a function captures takes it along.
     */
    public KubefaceBuilder maxDepth(int depth) {
        atLeast("maxDepth", 0, depth);
        this.maxDepth = depth;
        return this;
    }

    /**
     * The storage root: a directory, or a URL such as {@code gs://bucket/prefix}. By default the environment variable
     * {@code KUBEFACE_STORAGE}, else {@code kubeface} in the user's data directory ({@code XDG_DATA_HOME}, else
     * {@code ~/.local/share}).
     */
    public KubefaceBuilder storage(String urlOrDirectory) {
        this.storage = Optional.of(urlOrDirectory);
        return this;
    }

    /** As {@link #storage(String)}. */
    public KubefaceBuilder storage(Path directory) {
        return storage(directory.toString());
    }

    /** What runs the workers; by default processes on this machine. */
    public KubefaceBuilder backend(Backend.Factory factory) {
        this.backend = Objects.requireNonNull(factory, "backend");
        return this;
    }

    /** What tells of new objects; by default what suits the storage. */
    public KubefaceBuilder events(ObjectEvents.Factory factory) {
        this.events = Objects.requireNonNull(factory, "events");
        return this;
    }

    /** At most so many attempts run at once, over all jobs of the client; by default the number of processors. */
    public KubefaceBuilder maxSimultaneousTasks(int tasks) {
        this.maxSimultaneousTasks = tasks;
        return this;
    }

    /**
     * At most so many tasks of a job are taken and not yet emitted; by default 256, or the maximum of simultaneous tasks
     * if that is more. An ordered job whose first task is slow goes on until so many others wait behind it.
     */
    public KubefaceBuilder window(int tasks) {
        this.window = Optional.of(tasks);
        return this;
    }

    /**
     * How many tasks a job starts beyond what its subscriber has asked for; by default the maximum of simultaneous
     * tasks. Nothing is started before the first request.
     */
    public KubefaceBuilder prefetch(int tasks) {
        this.prefetch = Optional.of(tasks);
        return this;
    }

    /**
     * How often a task whose worker crashed is started again; 3 by default. A failed function is not a crash. With 0 a
     * worker that its store failed is not started again either.
     */
    public KubefaceBuilder crashRetries(int retries) {
        this.crashRetries = retries;
        return this;
    }

    /** What jobs do about a function that fails, unless they say otherwise; {@link RetryPolicy#none()} by default. */
    public KubefaceBuilder retry(RetryPolicy policy) {
        this.policies = policies.withRetry(policy);
        return this;
    }

    /**
     * How long attempts may run, unless their job says otherwise; without end by default. See {@link JobSpec#timeout}.
     *
     * @throws IllegalArgumentException when it is not longer than zero
     */
    public KubefaceBuilder timeout(Duration longest) {
        this.policies = policies.withTimeout(longest);
        return this;
    }

    /**
     * How long attempts may take to start, unless their job says otherwise; a day by default. See
     * {@link JobSpec#schedulingTimeout}.
     *
     * @throws IllegalArgumentException when it is not longer than zero
     */
    public KubefaceBuilder schedulingTimeout(Duration longest) {
        this.policies = policies.withSchedulingTimeout(longest);
        return this;
    }

    /** When jobs end by themselves, unless they say otherwise; {@link CompletionPolicy#allSettle()} by default. */
    public KubefaceBuilder completion(CompletionPolicy policy) {
        this.policies = policies.withCompletion(policy);
        return this;
    }

    /** Has stragglers of jobs run once more, unless they say otherwise; none are by default. */
    public KubefaceBuilder speculation(Speculation rule) {
        this.policies = policies.withSpeculation(rule);
        return this;
    }

    /**
     * Whether a worker removes its input as soon as its result is durable, for inputs that are large; by default they go
     * when the result was emitted. Needs {@code crashRetries(0)} and no {@link #retry}: a second attempt would have no
     * input.
     */
    public KubefaceBuilder deleteInputs(boolean delete) {
        this.deleteInputs = delete;
        return this;
    }

    /**
     * Further keys of the subscriber's Reactor Context (or else of its thread's MDC) whose values, as text, the task
     * sees in its context and MDC. {@code traceparent}, {@code tracestate} and {@code baggage} always are.
     */
    public KubefaceBuilder propagate(String... keys) {
        propagated.addAll(List.of(keys));
        return this;
    }

    /**
     * Classes that results may be made of, each with the others of its package and jar, beside JDK value types and the
     * classes of the function's own jar or directory. What a worker sends that is none of these is refused.
     */
    public KubefaceBuilder resultTypes(Class<?>... types) {
        resultTypes.addAll(List.of(types));
        return this;
    }

    /** Sees all jobs as they happen; may be called several times, for several observers. None by default. */
    public KubefaceBuilder observer(JobObserver observer) {
        observers.add(Objects.requireNonNull(observer, "observer"));
        return this;
    }

    /**
     * Whether each job has a status page in the storage, if the module {@code kubeface-status} is on the class path; by
     * default it has. See {@link Kubeface#statusPage}.
     */
    public KubefaceBuilder statusPages(boolean written) {
        this.statusPages = written;
        return this;
    }

    /**
     * Put before every {@link JobSpec#cacheKey}, as it is; empty by default. Alone it has no effect: a job without a cache
     * key keeps no results.
     */
    public KubefaceBuilder cacheKeyPrefix(String prefix) {
        this.jobs = jobs.withCacheKeyPrefix(prefix);
        return this;
    }

    /** Which objects of jobs stay; by default nothing does. {@link JobSpec#keep} says otherwise for one job. */
    public KubefaceBuilder keep(KeepPolicy policy) {
        this.jobs = jobs.withKeep(policy);
        return this;
    }

    /**
     * Leaves everything in the storage that this client's jobs write, whatever {@link #keep} says, and makes its
     * {@link Kubeface#cleanup()} do nothing; for looking into what went wrong. Another client's cleanup by name, or the
     * command's, removes it.
     */
    public KubefaceBuilder neverCleanup() {
        this.jobs = jobs.withNeverCleanup();
        return this;
    }

    /**
     * How long a driver may be silent before {@link Kubeface#cleanup()}, of any client, takes what its jobs left for orphans;
     * 10 minutes by default. A tenth of it, and at most a minute, passes between two signs of life, each of which costs a
     * write of a few bytes for each job that runs. It must be longer than any pause of this JVM and any outage of the storage.
     */
    public KubefaceBuilder driverLossGrace(Duration grace) {
        if (grace.compareTo(SHORTEST_GRACE) < 0) {
            throw new IllegalArgumentException(
                    "driverLossGrace must be " + SHORTEST_GRACE + " or longer; got " + grace + ".");
        }
        this.driverLossGrace = grace;
        return this;
    }

    /**
     * How often all results are looked at, in case that neither an event nor the end of a worker tells of one. By default
     * after 30 s, then 5 minutes, then every 10 minutes, and from 30 s on again when a result was found so that nothing told
     * of. With a period given here, always that often. Each look costs a listing of the job's results; under a cache key, a
     * look at each task that runs.
     */
    public KubefaceBuilder sweepPeriod(Duration period) {
        if (period.compareTo(SHORTEST_SWEEP) < 0) {
            throw new IllegalArgumentException(
                    "sweepPeriod must be " + SHORTEST_SWEEP + " or longer; got " + period + ".");
        }
        this.sweep = SweepPeriod.fixed(period);
        return this;
    }

    /** The class path to ship, instead of this JVM's own; it must hold the function, this library and what they need. */
    public KubefaceBuilder classPath(List<Path> entries) {
        this.classPath = Optional.of(List.copyOf(entries));
        return this;
    }

    /**
     * Opens the client.
     *
     * @throws IllegalArgumentException when an option is wrong; the message names it, its value and what would be right
     * @throws UncheckedIOException when the storage cannot be opened
     * @throws IllegalStateException when this JVM runs without the module {@code jdk.unsupported}, or this is a task that is
     *     nested deeper than {@link #maxDepth}
     */
    public Kubeface build() {
        checkModules();
        Nesting.in(task).check(maxDepth);
        EngineOptions options = options();
        String url = storage.orElseGet(DefaultStorage::url);
        ObjectStore store;
        try {
            store = ObjectStores.open(url);
        } catch (IOException e) {
            throw new UncheckedIOException("storage " + url + " cannot be opened: " + e.getMessage(), e);
        }
        EngineSchedulers schedulers = EngineSchedulers.create();
        try {
            ClientParts parts = new ClientParts(
                    store,
                    schedulers.loop(),
                    schedulers.blocking(),
                    schedulers.emitting(),
                    schedulers.random(),
                    DefaultKubeface.code(store, schedulers, classPath));
            Optional<JobPages.Factory> pages = statusPages ? DefaultKubeface.pages() : Optional.empty();
            Kubeface client = open(parts, options, pages, DefaultKubeface.ending(store, schedulers));
            closeWithTask(client);
            return client;
        } catch (RuntimeException e) {
            schedulers.dispose();
            closeAfter(e, store);
            throw e;
        }
    }

    /**
     * Opens the client on parts that the caller has made and ends; {@link #storage} and {@link #classPath} have no
     * effect, and there are no status pages.
     *
     * @throws IllegalArgumentException as {@link #build()}
     */
    public Kubeface build(ClientParts parts) {
        return open(parts, options(), Optional.empty(), Mono.empty());
    }

    private Kubeface open(
            ClientParts parts, EngineOptions options, Optional<JobPages.Factory> pages, Mono<Void> lastly) {
        Scheduler blocking = parts.blocking();
        ObjectEvents objectEvents = events.create(new ObjectEvents.Environment(parts.store(), blocking));
        Backend workers = backend.create(new Backend.Environment(parts.store(), blocking));
        ShippedClient shipped = shipped(parts.store().url(), options);
        return new DefaultKubeface(
                parts, workers, objectEvents, options, policies, jobs, observers, pages, shipped, lastly);
    }

    private static void closeWithTask(Kubeface client) {
        if (TaskContext.find().isPresent()) {
            TaskContext.atEnd(client);
        }
    }

    /** Event sources and backends start nothing before they are used, so that only the store is open by then. */
    private static void closeAfter(RuntimeException failure, ObjectStore store) {
        try {
            store.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Else the first job would end in an error of protobuf's about a missing class. */
    private static void checkModules() {
        if (ModuleLayer.boot().findModule("jdk.unsupported").isEmpty()) {
            throw new IllegalStateException(
                    "This JVM runs without the module jdk.unsupported, which protobuf needs. Add"
                            + " \"requires jdk.unsupported;\" to the application's module-info, or start java with"
                            + " --add-modules jdk.unsupported.");
        }
    }

    private EngineOptions options() {
        atLeast("maxSimultaneousTasks", 1, maxSimultaneousTasks);
        atLeast("crashRetries", 0, crashRetries);
        int windowOrDefault = window.orElse(Math.max(DEFAULT_WINDOW, maxSimultaneousTasks));
        if (windowOrDefault < maxSimultaneousTasks) {
            throw new IllegalArgumentException("window must be at least maxSimultaneousTasks (" + maxSimultaneousTasks
                    + "), or not all of them could run; got " + windowOrDefault + ".");
        }
        int prefetchOrDefault = prefetch.orElse(maxSimultaneousTasks);
        atLeast("prefetch", 0, prefetchOrDefault);
        if (deleteInputs && crashRetries > 0) {
            throw new IllegalArgumentException(
                    "deleteInputs(true) needs crashRetries(0), or a second attempt would find"
                            + " no input; got crashRetries " + crashRetries + ".");
        }
        if (deleteInputs && policies.retry().retries() > 0) {
            throw new IllegalArgumentException(
                    "deleteInputs(true) needs RetryPolicy.none(), or a second attempt would find no input; got retries "
                            + policies.retry().retries() + ".");
        }
        return new EngineOptions(
                maxSimultaneousTasks,
                windowOrDefault,
                prefetchOrDefault,
                crashRetries,
                deleteInputs,
                propagated,
                resultTypes,
                driverLossGrace,
                sweep,
                Nesting.in(task).tasks());
    }

    static void atLeast(String option, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be " + least + " or more; got " + value + ".");
        }
    }
}
