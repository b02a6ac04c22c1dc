package io.kubeface.reactor;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.ApplicationClassPath;
import io.kubeface.core.code.CodeCache;
import io.kubeface.core.code.CodeStaging;
import io.kubeface.core.code.FunctionClassLoader;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.engine.Blocking;
import io.kubeface.reactor.engine.Engine;
import io.kubeface.reactor.engine.EngineOptions;
import io.kubeface.reactor.engine.EngineSchedulers;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.reactor.events.ObjectEvents;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An engine with all that it needs, and their common end. */
final class DefaultKubeface implements Kubeface, Serializable {
    private final transient ShippedClient shipped;
    private final transient Nesting nesting;
    private final transient Engine engine;
    private final transient Backend backend;
    private final transient Policies policies;
    private final transient JobDefaults jobs;
    private final transient Optional<JobPages> pages;
    private final transient Mono<Void> closing;

    /**
     * A client on given parts.
     *
     * @param shipped what is sent in its place
     * @param lastly ends what of the parts the client has to end
     */
    DefaultKubeface(
            ClientParts parts,
            Backend backend,
            ObjectEvents events,
            EngineOptions options,
            Policies policies,
            JobDefaults jobs,
            List<JobObserver> observers,
            Optional<JobPages.Factory> pages,
            ShippedClient shipped,
            Mono<Void> lastly) {
        this.shipped = shipped;
        this.nesting = new Nesting(options.parents());
        this.backend = backend;
        this.policies = policies;
        this.jobs = jobs;
        ClassLoader loader = loader();
        this.pages = pages.map(factory -> factory.create(new JobPages.Environment(parts.store(), this::snapshot)));
        List<JobObserver> all = new ArrayList<>(observers);
        this.pages.ifPresent(all::add);
        this.engine = new Engine(
                parts.store(),
                Codecs.load(loader),
                loader,
                parts.code(),
                backend,
                events,
                options,
                parts.schedulers(),
                all);
        Mono<Void> lastPages = this.pages.map(JobPages::close).orElse(Mono.empty());
        // What fails to close keeps nothing else open.
        this.closing = Flux.concatDelayError(
                        engine.close(jobs.neverCleanup()), lastPages, events.close(), backend.close(), lastly)
                .then()
                .cache();
    }

    /** The code of a client's class path, staged once. */
    static Mono<StagedCode> code(ObjectStore store, EngineSchedulers schedulers, Optional<List<Path>> classPath) {
        return Blocking.<StagedCode>call(schedulers.blocking(), () -> stage(store, classPath))
                .cacheInvalidateIf(staged -> false);
    }

    /** The pages that the class path has. */
    static Optional<JobPages.Factory> pages() {
        return ServiceLoader.load(JobPages.Factory.class, loader()).findFirst();
    }

    /** Ends the parts that a client opened for itself, threads among them, from a thread that is not one of these. */
    static Mono<Void> ending(ObjectStore store, EngineSchedulers schedulers) {
        return Mono.<Void>fromRunnable(() -> dispose(store, schedulers)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public <T, R extends @Nullable Object> Flux<Result<R>> map(TaskFunction<T, R> function, Publisher<T> inputs) {
        return job("map").map(function, inputs);
    }

    @Override
    public <T, R extends @Nullable Object> Flux<Result<R>> mapUnordered(
            TaskFunction<T, R> function, Publisher<T> inputs) {
        return job("map").mapUnordered(function, inputs);
    }

    @Override
    public JobSpec job(String name) {
        return new DefaultJobSpec(engine, jobs, nesting.name(Objects.requireNonNull(name, "name")), policies);
    }

    @Override
    public Flux<JobEvent> events() {
        return engine.jobEvents();
    }

    @Override
    public List<JobSnapshot> jobs() {
        return engine.jobs();
    }

    @Override
    public Optional<JobPages.Addresses> statusPage(String job) {
        return pages.map(all -> all.addresses(job));
    }

    @Override
    public Optional<String> trouble() {
        return backend.trouble();
    }

    @Override
    public Mono<CleanupReport> cleanup() {
        return jobs.neverCleanup() ? Mono.just(CleanupReport.NOTHING) : engine.cleanup();
    }

    @Override
    public Mono<CleanupReport> cleanup(String jobOrCacheKey) {
        return jobs.neverCleanup()
                ? Mono.just(CleanupReport.NOTHING)
                : engine.cleanup(jobOrCacheKey, JobKey.ofCacheKey(jobs.cacheKeyPrefix() + jobOrCacheKey));
    }

    @Override
    public Mono<Void> closeAsync() {
        return closing;
    }

    @Override
    public void close() {
        closing.block();
    }

    private Optional<JobSnapshot> snapshot(String job) {
        return engine.job(job);
    }

    private static StagedCode stage(ObjectStore store, Optional<List<Path>> classPath) throws IOException {
        List<Path> entries = classPath.isPresent() ? classPath.get() : ownClassPath();
        return CodeStaging.stage(store, CodeCache.ofUser(), entries);
    }

    /** In a worker the class path of the process is not that of the function, which this class came with. */
    private static List<Path> ownClassPath() throws IOException {
        if (!(DefaultKubeface.class.getClassLoader() instanceof FunctionClassLoader loader)) {
            return ApplicationClassPath.ofThisJvm();
        }
        List<Path> jars = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            jars.add(Path.of(URI.create(url.toString())));
        }
        return jars;
    }

    private static void dispose(ObjectStore store, EngineSchedulers schedulers) {
        schedulers.dispose();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return shipped.checked();
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClassLoader.getSystemClassLoader() : context;
    }
}
