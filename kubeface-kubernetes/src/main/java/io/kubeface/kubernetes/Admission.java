package io.kubeface.kubernetes;

import java.util.List;

/** Pure: what to do about a pod that a rule of the cluster refuses. The words are those of Kubernetes' own admission. */
final class Admission {
    private record Cure(String words, String advice) {}

    private static final List<Cure> CURES = List.of(
            new Cure(
                    "violates PodSecurity",
                    "Change what it names, or the namespace's label pod-security.kubernetes.io/enforce."),
            new Cure("looking up service account", "Make the service account, or name another with serviceAccount."),
            new Cure("no PriorityClass", "Make the class, or name another with priorityClass."),
            new Cure("must specify", "Say it with the options cpu, cpuLimit, memory and ephemeralStorage."),
            new Cure(" usage per ", "Keep the LimitRange with the options cpu, cpuLimit, memory and ephemeralStorage."),
            new Cure("limit to request ratio", "Keep the LimitRange with the options cpu and cpuLimit."),
            new Cure("is being terminated", "Wait until the namespace is gone and make it anew, or name another."));

    private Admission() {}

    /** Whether there is a webhook that says nothing about pods that are not made. */
    static boolean isUndecided(String said) {
        return said.contains("does not support dry run");
    }

    /** What a person may do, after what the API server said. */
    static String cure(String said) {
        return CURES.stream()
                .filter(cure -> said.contains(cure.words()))
                .findFirst()
                .map(cure -> " " + cure.advice())
                .orElse(" It is a rule of this cluster: keep it with the options of the pods, or ask who made it.");
    }
}
