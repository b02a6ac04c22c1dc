package io.kubeface.reactor;

import io.kubeface.core.store.ObjectStore;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Writes pages about a client's jobs into its storage, for people and programs elsewhere. It sees what happens as any
 * {@link JobObserver} does, and so must neither block nor be slow; what it writes it writes on threads of its own. What
 * fails there is its own affair: no job is held up or fails by it.
 */
public interface JobPages extends JobObserver {

    /**
     * Where a person finds the page of a job while it goes on, and where when it has ended; each an address that the storage
     * gives or a browser opens, the page need not be there yet.
     *
     * @param job its id
     */
    Addresses addresses(String job);

    /** Ends its threads; completes when what the ended jobs left to write is written, or has taken too long. Idempotent. */
    Mono<Void> close();

    /**
     * Where the page of a job is.
     *
     * @param active while the job goes on
     * @param done when it has ended
     */
    record Addresses(String active, String done) {}

    /**
     * Makes the pages of one client; found by {@link java.util.ServiceLoader} in the class loader of the user's code, the
     * first is taken.
     */
    @FunctionalInterface
    interface Factory {
        /** Makes them; nothing is started before the first job begins. */
        JobPages create(Environment environment);
    }

    /**
     * What a client gives its pages.
     *
     * @param store the client's; its calls block
     * @param snapshots how a job stands, by its id, on any thread; empty when it ended long ago
     */
    record Environment(ObjectStore store, Function<String, Optional<JobSnapshot>> snapshots) {}
}
