package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.reactor.backend.LaunchException;
import org.junit.jupiter.api.Test;

/** The refusals are copied from API servers. */
class ApiFailuresTest {
    private static final String QUOTA = "pods \"p\" is forbidden: exceeded quota: compute, requested:"
            + " limits.memory=256Mi,requests.cpu=1, used: limits.memory=256Mi,requests.cpu=500m, limited:"
            + " limits.memory=512Mi,requests.cpu=1";

    @Test
    void aQuotaThatIsUsedUpMayHaveRoomLater() {
        assertThat(Quotas.isUsedUp(refusal(403, QUOTA))).isTrue();
        assertThat(Quotas.isUsedUp(refusal(403, "pods is forbidden: User \"x\" cannot create resource \"pods\"")))
                .isFalse();
        assertThat(Quotas.isUsedUp(new IllegalStateException(QUOTA))).isFalse();
    }

    @Test
    void aQuotaBelowOnePodNeverHasRoom() {
        String tooSmall = QUOTA.replace("requests.cpu=1, used", "requests.cpu=1500m, used");

        assertThat(Quotas.isUsedUp(refusal(403, tooSmall))).isFalse();
        assertThat(launch(403, tooSmall).retryable()).isFalse();
        assertThat(launch(403, tooSmall)).hasMessageContaining("always will").hasMessageContaining("raise the quota");
    }

    @Test
    void aRightThatIsMissingIsNotARuleForPods() {
        assertThat(launch(
                        403,
                        "pods is forbidden: User \"u\" cannot create resource \"pods\" in API group \"\" in the"
                                + " namespace \"work\""))
                .hasMessageContaining("driver-rbac.yaml");
        assertThat(launch(403, "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": hostPath"))
                .hasMessageContaining("does not let the driver create pods (403)")
                .hasMessageContaining("pod-security.kubernetes.io/enforce")
                .hasMessageNotContaining("driver-rbac.yaml");
    }

    /** A task was failed for good by an API server that had started a moment before and did not know the driver's role yet. */
    @Test
    void aServerThatHasNotReadAllRolesMayLetItLater() {
        String grant =
                "pods is forbidden: User \"u\" cannot create resource \"pods\" in API group \"\" in the namespace"
                        + " \"work\"";

        assertThat(ApiFailures.isTransient(
                        refusal(403, grant + ": RBAC: role.rbac.authorization.k8s.io \"kubeface-driver\" not found")))
                .isTrue();
        assertThat(ApiFailures.isTransient(refusal(403, grant))).isFalse();
    }

    @Test
    void rulesForPodsAreToldWithTheOption() {
        assertThat(launch(
                        403,
                        "pods \"p\" is forbidden: error looking up service account work/w: serviceaccount \"w\" not"
                                + " found"))
                .hasMessageContaining("with serviceAccount");
        assertThat(launch(403, "pods \"p\" is forbidden: no PriorityClass with name x was found"))
                .hasMessageContaining("with priorityClass");
        assertThat(launch(403, "pods \"p\" is forbidden: failed quota: q: must specify limits.cpu for: worker"))
                .hasMessageContaining("cpuLimit");
        assertThat(launch(403, "pods \"p\" is forbidden: maximum cpu usage per Container is 1, but limit is 2"))
                .hasMessageContaining("LimitRange");
        assertThat(launch(403, "admission webhook \"w\" denied the request: no"))
                .hasMessageContaining("a rule of this cluster");
    }

    @Test
    void aCollisionOfTwoWhoChangeAQuotaPasses() {
        KubernetesClientException collision = new KubernetesClientException(new StatusBuilder()
                .withCode(409)
                .withReason("Conflict")
                .withMessage("Operation cannot be fulfilled on resourcequotas \"q\": the object has been modified")
                .build());
        KubernetesClientException there = new KubernetesClientException(
                new StatusBuilder().withCode(409).withReason("AlreadyExists").build());

        assertThat(ApiFailures.isTransient(collision)).isTrue();
        assertThat(ApiFailures.isTransient(there)).isFalse();
    }

    private static LaunchException launch(int code, String message) {
        return ApiFailures.launch(refusal(code, message), "create pods");
    }

    private static KubernetesClientException refusal(int code, String message) {
        return new KubernetesClientException(message, code, null);
    }
}
