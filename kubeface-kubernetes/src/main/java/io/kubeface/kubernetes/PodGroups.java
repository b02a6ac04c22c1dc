package io.kubeface.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts that are not over, by the clients that created their pods: this one's own, and those of others of which pods
 * were taken over. Each group has an informer.
 */
final class PodGroups {
    private final PodServices services;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    /**
     * What is known of one client.
     *
     * @param attempts by the names of their pods
     */
    private record Group(Map<String, PodAttempt> attempts, PodInformer informer) {}

    PodGroups(PodServices services) {
        this.services = services;
    }

    private Group group(String client) {
        return groups.computeIfAbsent(client, one -> {
            Map<String, PodAttempt> attempts = new ConcurrentHashMap<>();
            return new Group(attempts, new PodInformer(services, one, attempts));
        });
    }

    void add(String client, PodAttempt attempt) {
        group(client).attempts().put(attempt.name(), attempt);
    }

    void remove(String client, PodAttempt attempt) {
        group(client).attempts().remove(attempt.name());
    }

    List<PodAttempt> all() {
        return groups.values().stream()
                .flatMap(group -> group.attempts().values().stream())
                .toList();
    }

    /** Sees to it that the pods of a client are heard of. Blocking. */
    void watch(String client) {
        group(client).informer().start();
    }

    /** Why nothing is heard of pods; empty while all is well. */
    Optional<String> trouble() {
        return groups.values().stream()
                .flatMap(group -> group.informer().trouble().stream())
                .findFirst();
    }

    /** Ends the informers. Blocking. */
    void stop() {
        groups.values().forEach(group -> group.informer().stop());
    }
}
