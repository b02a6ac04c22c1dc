package io.kubeface.reactor;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.engine.EngineSchedulers;
import reactor.core.publisher.Mono;

/**
 * What a client otherwise opens and starts for itself: for simulations and tests, to which time, storage and chance
 * belong. A client that is built on given parts closes and disposes of none of them.
 *
 * @param store instead of what {@link KubefaceBuilder#storage} says
 * @param schedulers where the client works, with its clock
 * @param code the driver's code; staged when this is first subscribed to
 */
public record ClientParts(ObjectStore store, EngineSchedulers schedulers, Mono<StagedCode> code) {}
