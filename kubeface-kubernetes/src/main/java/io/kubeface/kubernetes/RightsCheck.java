package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubeface.core.check.Check;
import io.kubeface.core.check.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks the API server, right by right, whether the driver has it. */
record RightsCheck(KubernetesClient client, String namespace) implements Check {
    private static final String ROLE = "kubeface-driver";

    @Override
    public String name() {
        return KubernetesChecks.RIGHTS;
    }

    @Override
    public List<String> needs() {
        return List.of(KubernetesChecks.NAMESPACE);
    }

    @Override
    public Finding run() {
        List<Right> missing =
                Right.ALL.stream().filter(right -> !isGranted(right)).toList();
        return missing.isEmpty() ? Finding.ok(words(Right.ALL)) : Finding.failed(told(missing, namespace));
    }

    private boolean isGranted(Right right) {
        SelfSubjectAccessReview answer = client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withResource(right.mainResource())
                        .withSubresource(right.subresource().isEmpty() ? null : right.subresource())
                        .withVerb(right.verb())
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    /** Pure: what is missing, and the commands that grant it. */
    static String told(List<Right> missing, String namespace) {
        StringBuilder commands = new StringBuilder();
        verbs(missing).forEach((resource, verbs) -> {
            String role = ROLE + "-" + resource.replace('/', '-');
            commands.append("kubectl create role ")
                    .append(role)
                    .append(" -n ")
                    .append(namespace)
                    .append(" --verb=")
                    .append(verbs)
                    .append(" --resource=")
                    .append(resource)
                    .append("; kubectl create rolebinding ")
                    .append(role)
                    .append(" -n ")
                    .append(namespace)
                    .append(" --role=")
                    .append(role)
                    .append(" --user=DRIVER; ");
        });
        return "In the namespace " + namespace + " the driver may not: " + words(missing)
                + ". deploy/kubernetes/driver-rbac.yaml grants all that it needs; just these: "
                + commands.substring(0, commands.length() - 2);
    }

    private static String words(List<Right> rights) {
        return verbs(rights).entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private static Map<String, String> verbs(List<Right> rights) {
        return rights.stream()
                .collect(Collectors.groupingBy(
                        Right::resource, TreeMap::new, Collectors.mapping(Right::verb, Collectors.joining(","))));
    }
}
