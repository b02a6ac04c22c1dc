package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds pods of dead drivers that have not ended. */
final class PodAdoption {
    private final PodServices services;
    private final BiFunction<Pod, PodIdentity, Mono<Attempt>> adopt;
    private final Set<String> unclaimed = ConcurrentHashMap.newKeySet();

    /**
     * @param adopt makes an attempt of a pod that another driver has created
     */
    PodAdoption(PodServices services, BiFunction<Pod, PodIdentity, Mono<Attempt>> adopt) {
        this.services = services;
        this.adopt = adopt;
    }

    /** Those of some jobs of one key; none is asked for when there are no jobs. */
    Flux<OrphanedAttempt> orphans(String storage, Mono<List<ObjectName.Job>> jobs) {
        return jobs.filter(dead -> !dead.isEmpty())
                .flatMapMany(dead -> services.retrying()
                        .call(() -> services.cluster()
                                .pods(PodTemplate.jobLabels(dead.get(0).key())))
                        .flatMapIterable(pods -> orphans(storage, Set.copyOf(dead), pods)));
    }

    private List<OrphanedAttempt> orphans(String storage, Set<ObjectName.Job> dead, List<Pod> pods) {
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .filter(pod -> !PodState.of(pod).terminal()
                        && PodState.of(pod).leaving().isEmpty())
                .flatMap(pod -> PodIdentity.of(pod)
                        .filter(its -> its.address().storage().equals(storage)
                                && dead.contains(its.address().job()))
                        .map(its -> orphan(pod, its))
                        .stream())
                .toList();
    }

    private OrphanedAttempt orphan(Pod pod, PodIdentity its) {
        String name = pod.getMetadata().getName();
        unclaimed.add(name);
        return new OrphanedAttempt(its.address(), Mono.defer(() -> {
            unclaimed.remove(name);
            return adopt.apply(pod, its);
        }));
    }

    /** Removes the pods that were found and that no task wanted: their results were there, or the inputs are others now. Blocking. */
    void removeUnclaimed() {
        for (String name : List.copyOf(unclaimed)) {
            services.cluster().delete(name, 0);
            unclaimed.remove(name);
        }
    }
}
