package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The attempts of a backend that run. Once it refuses new ones, no start is under way that {@link #killAll} would miss. */
final class OpenAttempts {
    private final String backend;
    private final Set<LocalAttempt> running = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock starting = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /**
     * @param backend its name, for people
     */
    OpenAttempts(String backend) {
        this.backend = backend;
    }

    /** Starts something; it is to {@link #add} the attempt. */
    interface Start {
        LocalAttempt start() throws IOException;
    }

    /**
     * Starts an attempt.
     *
     * @throws LaunchException when all is closed
     * @throws IOException what the start throws
     */
    LocalAttempt start(Start start) throws IOException {
        starting.readLock().lock();
        try {
            if (closed) {
                throw new LaunchException(
                        FailureKind.LAUNCH, false, "The " + backend + " backend is closed; it launches nothing.", null);
            }
            return start.start();
        } finally {
            starting.readLock().unlock();
        }
    }

    /** One more runs. */
    void add(LocalAttempt attempt) {
        running.add(attempt);
    }

    /** One has ended. */
    void end(LocalAttempt attempt, Exit exit) {
        running.remove(attempt);
        attempt.ended(exit);
    }

    boolean isClosed() {
        return closed;
    }

    /** Refuses further starts; waits for those under way. */
    void refuse() {
        starting.writeLock().lock();
        try {
            closed = true;
        } finally {
            starting.writeLock().unlock();
        }
    }

    /** Completes when all have ended. */
    Mono<Void> killAll() {
        return Mono.defer(() -> Flux.fromIterable(running)
                .flatMap(LocalAttempt::kill, Integer.MAX_VALUE)
                .then());
    }
}
