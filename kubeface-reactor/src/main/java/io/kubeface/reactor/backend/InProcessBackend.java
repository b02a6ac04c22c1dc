package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.WorkerIdentity;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A thread of the driver for each attempt, with the same serialisation and storage as a worker process has, and the
 * function decoded anew for each. For tests, and for functions that need no isolation: one that calls
 * {@link System#exit} ends the driver, one that fills the heap fills the driver's, and what it prints is the driver's
 * output and no log.
 *
 * <p>A kill interrupts the thread and completes when the attempt is done: at once if the function heeds interruption,
 * else when it returns. Safe for use by several threads.
 */
public final class InProcessBackend implements Backend {
    /** Threads that hold tasks; far more than a machine can use, so that only a leak meets it. */
    private static final int MAX_THREADS = 10_000;

    private final Environment environment;
    private final ClassLoader loader;
    private final WorkerIdentity identity;
    private final Set<InProcessAttempt> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong launches = new AtomicLong();
    private boolean closed;

    private InProcessBackend(Environment environment, ClassLoader loader) {
        this.environment = environment;
        this.loader = loader;
        this.identity = LocalMachine.thisProcess();
    }

    /**
     * It has no options. Functions are loaded by the context class loader of the thread that creates the backend.
     */
    public static Backend.Factory builder() {
        return (Backend.Factory & Serializable) environment -> {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            return new InProcessBackend(environment, context == null ? ClassLoader.getSystemClassLoader() : context);
        };
    }

    @Override
    public String name() {
        return "in-process";
    }

    @Override
    public Mono<Attempt> launch(AttemptSpec spec) {
        return Launching.on(environment.blocking(), () -> start(spec));
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            synchronized (this) {
                closed = true;
            }
            return Flux.fromIterable(running)
                    .flatMap(InProcessAttempt::kill, Integer.MAX_VALUE)
                    .then();
        });
    }

    private synchronized Attempt start(AttemptSpec spec) {
        if (closed) {
            throw new LaunchException(
                    FailureKind.LAUNCH, false, "The in-process backend is closed; it launches nothing.", null);
        }
        if (running.size() >= MAX_THREADS) {
            throw new LaunchException(
                    FailureKind.LAUNCH, true, "There are " + MAX_THREADS + " attempts in this process already.", null);
        }
        InProcessAttempt attempt = new InProcessAttempt(
                environment.store(),
                spec,
                loader,
                identity,
                "kubeface-task-" + launches.incrementAndGet(),
                running::remove);
        running.add(attempt);
        try {
            attempt.start();
        } catch (OutOfMemoryError e) {
            // What the JVM throws when the system gives it no further thread.
            running.remove(attempt);
            throw new LaunchException(FailureKind.LAUNCH, true, "The driver gets no further thread: " + e, e);
        }
        return attempt;
    }
}
