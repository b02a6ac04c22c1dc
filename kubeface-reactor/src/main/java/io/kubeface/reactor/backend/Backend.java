package io.kubeface.reactor.backend;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs attempts: a process, a container or a pod each. Whether an attempt succeeded is not the backend's to say: the
 * engine looks at the store. Methods that return a publisher do nothing before it is subscribed to and never block.
 */
public interface Backend {

    /** What it is called in messages, for example {@code local-process}. */
    String name();

    /**
     * Asks whether attempts can be launched at all, as far as the platform tells without one; before each job's first.
     *
     * @return completes when nothing is known that speaks against it; else a {@link LaunchException}, which ends the job
     */
    default Mono<Void> check() {
        return Mono.empty();
    }

    /**
     * What keeps it at the moment from hearing of its attempts, or from launching any, as far as it knows. May be called on
     * any thread, as often as one likes.
     *
     * @return one or a few sentences for people; empty while all is well
     */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Starts an attempt. Subscribed to in its {@link LogContext}.
     *
     * @return the attempt, as soon as it is certain that it was accepted; a {@link LaunchException} when it was not and
     *     nothing of it is left. Cancelling before that undoes the launch
     */
    Mono<Attempt> launch(AttemptSpec spec);

    /**
     * Finds attempts that have outlived their drivers and have not ended. Backends whose attempts end with the driver have
     * none, and do not ask which drivers are dead.
     *
     * @param storage URL of the jobs' storage root
     * @param jobs of one key, their drivers dead
     */
    default Flux<OrphanedAttempt> orphans(String storage, Mono<List<ObjectName.Job>> jobs) {
        return Flux.empty();
    }

    /**
     * Kills what still runs and gives everything back. Idempotent.
     *
     * @return completes when nothing is left
     */
    Mono<Void> close();

    /** Makes the backend of one client. Builders implement it. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes the backend; nothing is started yet.
         *
         * @throws IllegalArgumentException when an option, or the storage, is none that this backend can work with; the
         *     message names the option, the value and what would be right
         */
        Backend create(Environment environment);

        /**
         * What would be launched for an attempt, as people write it: a manifest, or a command line. Starts nothing, writes
         * nothing, and asks nobody.
         *
         * @param spec such as {@link SampleAttempt} makes; what only a launch knows is a placeholder
         * @return empty when an attempt is nothing of that kind
         * @throws IllegalArgumentException as {@link #create}
         */
        default Optional<String> preview(AttemptSpec spec) {
            return Optional.empty();
        }
    }

    /**
     * What a client gives its backend.
     *
     * @param store the client's store
     * @param blocking where calls that block belong; takes the {@link LogContext} of whoever hands it something along
     */
    record Environment(ObjectStore store, Scheduler blocking) {
        public Environment {
            blocking = LogContext.carriedTo(blocking);
        }
    }
}
