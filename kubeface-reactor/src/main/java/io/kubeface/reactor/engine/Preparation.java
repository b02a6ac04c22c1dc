package io.kubeface.reactor.engine;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.ResultFilter;
import io.kubeface.core.function.FunctionShipment;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.lifecycle.Predecessors;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.RemoteObjects;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import reactor.util.function.Tuple2;

/** Ships a job's function before its first launch: serialised and read back, with all that a worker must know. */
final class Preparation {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private final ObjectStore store;
    private final ClientObjects clientObjects;
    private final Codecs codecs;
    private final ClassLoader loader;
    private final Mono<StagedCode> code;
    private final Backend backend;
    private final EngineOptions options;
    private final EngineSchedulers schedulers;
    private final StoreCalls storeCalls;

    Preparation(
            ObjectStore store,
            Codecs codecs,
            ClassLoader loader,
            Mono<StagedCode> code,
            Backend backend,
            ClientObjects clientObjects,
            EngineOptions options,
            EngineSchedulers schedulers) {
        this.store = store;
        this.clientObjects = clientObjects;
        this.codecs = codecs;
        this.loader = loader;
        this.code = code;
        this.backend = backend;
        this.options = options;
        this.schedulers = schedulers;
        this.storeCalls = new StoreCalls(schedulers);
    }

    /** Prepares one job. */
    JobSetup.Factory prepare(JobPlan<?, ?> plan, Map<String, String> propagated) {
        return new JobSetup.Factory() {
            @Override
            public Mono<JobId> id() {
                return storeCalls.call(() -> freshId(plan));
            }

            @Override
            public Mono<JobSetup> create(JobId id) {
                ObjectName.Job job = new ObjectName.Job(plan.storing().key(id), id);
                StoreCalls calls = storeCalls.about(id);
                return code.flatMap(staged -> calls.call(() -> checked(plan))
                        // Beside each other, so that no job begins later for its lease; and both to their ends, so that
                        // nothing is written any more when what was written is removed.
                        .flatMap(function -> Mono.zipDelayError(
                                        // Before what is there already is listed: an attempt that ends in between has
                                        // left its value by then.
                                        orphans(job, plan.storing(), calls)
                                                .flatMap(orphans -> calls.call(() ->
                                                        ship(id, plan, propagated, staged, function, orphans, calls))),
                                        calls.call(() -> lease(job, function.remotes.key())),
                                        backend.check().thenReturn(true))
                                .map(Tuple2::getT1)
                                .onErrorResume(error -> remove(job, calls).then(Mono.error(error)))));
            }
        };
    }

    /** What runs of dead drivers of a cache key; it waits for this driver from now on. What cannot be learnt is left. */
    private Mono<List<OrphanedAttempt>> orphans(ObjectName.Job job, Storing storing, StoreCalls calls) {
        if (storing.cacheKey().isEmpty()) {
            return Mono.just(List.of());
        }
        return backend.orphans(store.url(), calls.call(() -> Predecessors.of(store, job)))
                .collectList()
                .flatMap(found -> found.isEmpty() ? Mono.just(found) : calls.call(() -> takeOver(job, found)))
                .onErrorResume(error -> {
                    log.warn("Job {}: attempts that outlived their driver are not looked for.", job.id(), error);
                    return Mono.just(List.of());
                });
    }

    private List<OrphanedAttempt> takeOver(ObjectName.Job job, List<OrphanedAttempt> found) throws IOException {
        Set<ObjectName.Job> theirs = new TreeSet<>(Comparator.comparing(ObjectName.Job::path));
        found.forEach(orphan -> theirs.add(orphan.address().job()));
        for (ObjectName.Job dead : theirs) {
            Leases.write(store, dead.lease(), options.driverLossGrace(), job.key());
            log.info("Job {}: takes over what still runs of job {}, whose driver is dead.", job.id(), dead.id());
        }
        return found;
    }

    /** What was written although the store said that it was not. */
    private Mono<Boolean> remove(ObjectName.Job job, StoreCalls calls) {
        return calls.call(() -> {
                    store.delete(List.of(job.path(), job.lease().path()));
                    return true;
                })
                .onErrorComplete();
    }

    /** Blocks, if the system's source of random numbers has to be read. */
    private JobId freshId(JobPlan<?, ?> plan) {
        return JobId.of(
                plan.name(), Instant.ofEpochMilli(schedulers.loop().now(TimeUnit.MILLISECONDS)), schedulers.random());
    }

    private ObjectName.Lease lease(ObjectName.Job job, JobKey objectsKey) throws IOException {
        Leases.write(store, job.lease(), options.driverLossGrace(), objectsKey);
        return job.lease();
    }

    /** A function that can be shipped, serialised, and the remote objects of its job. */
    private static final class Checked {
        final byte[] bytes;
        final RemoteObjects remotes;

        Checked(byte[] bytes, RemoteObjects remotes) {
            this.bytes = bytes;
            this.remotes = remotes;
        }
    }

    private Checked checked(JobPlan<?, ?> plan) throws IOException {
        ResultFilter filter = ResultFilter.of(plan.functionClasses().toArray(Class[]::new))
                .resultTypes(options.resultTypes().toArray(Class[]::new))
                .build();
        RemoteObjects remotes = clientObjects.ofJob(plan.storing().cacheKey(), codecs, new DecodeScope(loader, filter));
        return new Checked(FunctionShipment.check(plan.function(), remotes), remotes);
    }

    private JobSetup ship(
            JobId id,
            JobPlan<?, ?> plan,
            Map<String, String> propagated,
            StagedCode staged,
            Checked function,
            List<OrphanedAttempt> orphans,
            StoreCalls calls)
            throws IOException {
        JobKey key = plan.storing().key(id);
        ObjectName.Job name = new ObjectName.Job(key, id);
        JobManifest manifest = new JobManifest(
                id,
                LibraryVersion.get(),
                Runtime.version().feature(),
                staged.classPath(),
                FunctionShipment.type(plan.function()),
                codecs.classNames(),
                propagated,
                function.remotes.key(),
                options.parents());
        TaskObjects objects = new TaskObjects(store, function.remotes.codecs());
        objects.writeJob(name, manifest, function.bytes);
        Optional<ReuseBook> book = plan.storing().cacheKey().isPresent()
                ? Optional.of(book(name, manifest, function.bytes))
                : Optional.empty();
        JobIo io = new JobIo(store, objects, name, function.remotes.key(), function.remotes.scope(), calls);
        return new JobSetup(id, name, manifest, staged, io, book, orphans);
    }

    private ReuseBook book(ObjectName.Job job, JobManifest manifest, byte[] function) throws IOException {
        String codeName = ReuseBook.code(manifest.classPath(), manifest.codecs());
        String functionName = ReuseBook.function(function);
        ReuseIndex index = ReuseIndex.read(store, job.key(), codeName, functionName);
        log.info(
                "Job {}: under cache key {} lie {} results of this code and function, and others of {} inputs.",
                job.id(),
                job.key(),
                index.own(),
                index.others());
        return new ReuseBook(codeName, functionName, index);
    }

    /** The allow-listed entries of a subscriber's context, or else of its thread's MDC. */
    Map<String, String> propagated(ContextView context) {
        Map<String, String> found = new TreeMap<>();
        for (String key : options.propagated()) {
            Optional<Object> value = context.getOrEmpty(key);
            value.map(Object::toString)
                    .or(() -> Optional.ofNullable(MDC.get(key)))
                    .ifPresent(text -> found.put(key, text));
        }
        return found;
    }
}
