package io.kubeface.reactor;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.engine.EngineSchedulers;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What a client otherwise opens and starts for itself: for simulations and tests, to which time, storage and chance
 * belong. A client that is built on given parts closes and disposes of none of them.
 *
 * @param store instead of what {@link KubefaceBuilder#storage} says
 * @param loop one thread, for all of the client's decisions; it tells the time
 * @param blocking for calls of the store and of users' code that may take their time
 * @param emitting where sources are called and subscribers get their results
 * @param random for ids of jobs and for pauses
 * @param code the driver's code; staged when this is first subscribed to
 */
public record ClientParts(
        ObjectStore store,
        Scheduler loop,
        Scheduler blocking,
        Scheduler emitting,
        RandomGenerator random,
        Mono<StagedCode> code) {

    EngineSchedulers schedulers() {
        return new EngineSchedulers(loop, blocking, emitting, random);
    }
}
