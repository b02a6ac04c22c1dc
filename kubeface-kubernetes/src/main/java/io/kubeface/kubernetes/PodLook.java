package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.reactor.backend.Exit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All pods of a client at once: how they are, or that nobody knows any more. */
final class PodLook {
    private final Cluster cluster;
    private final String client;
    private final Collection<PodAttempt> attempts;

    /**
     * @param attempts those that are known and not yet over; changes meanwhile
     */
    PodLook(Cluster cluster, String client, Collection<PodAttempt> attempts) {
        this.cluster = cluster;
        this.client = client;
        this.attempts = attempts;
    }

    /** Lists them, and looks those up that are missing in the list. Blocking. */
    void now() {
        // Before the list: a pod that is made after it is not missing.
        List<PodAttempt> out = attempts.stream().filter(PodAttempt::isOut).toList();
        Map<String, Pod> found = cluster.pods(PodTemplate.clientLabels(client)).stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), Function.identity()));
        for (PodAttempt attempt : out) {
            Pod pod = found.get(attempt.name());
            if (pod == null) {
                attempt.lookUp();
            } else {
                attempt.observed(pod);
            }
        }
    }

    /** None of them will be heard of any more. */
    void giveUp(Exit exit) {
        attempts.stream().filter(PodAttempt::isOut).forEach(attempt -> attempt.giveUp(exit));
    }
}
