package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kubeface doctor} in a process of its own, on setups that are whole or lack one thing. */
class DoctorIT extends OnCluster {
    private Topic topic;

    @BeforeEach
    void makeTopic() throws Exception {
        topic = new Topic();
        topic.create();
        bucket.tell(topic.name, "root/results/");
    }

    @AfterEach
    void removeTopic() throws Exception {
        topic.close();
    }

    @Test
    void aHealthySetupIsOkInAllAndNothingIsLeft() throws Exception {
        Set<String> subscriptions = Subscriptions.names();

        Doctor.Report report = doctor().look();

        assertThat(report.lines())
                .hasSize(11)
                .as(report.text())
                .allSatisfy(line -> assertThat(line).startsWith("ok "));
        assertThat(report.line("notification end to end")).containsPattern("after \\d+ ms");
        assertThat(report.exitCode()).isZero();
        assertThat(bucket.leftovers()).isEmpty();
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.configMaps()).isEmpty();
        assertThat(Subscriptions.names()).isEqualTo(subscriptions);
    }

    @Test
    void aBucketThatIsNotThereIsNamed() throws Exception {
        Doctor.Report report =
                doctor().storage("gs://" + bucket.name + "-absent/root").look();

        assertThat(report.failed("storage read"))
                .contains("There is no bucket " + bucket.name + "-absent", "gcloud storage buckets create");
        assertThat(report.line("worker end to end")).startsWith("skipped");
        assertThat(report.exitCode()).isEqualTo(1);
    }

    /** What the service answers to whom lacks a right: https://cloud.google.com/storage/docs/json_api/v1/status-codes#403-forbidden */
    @Test
    void aBucketThatMayNotBeReadIsNamed() throws Exception {
        Doctor.Report report = refusing("GET", "/storage/v1/b/" + bucket.name + "/o");

        assertThat(report.failed("storage read")).contains("needs storage.objects", "roles/storage.objectUser");
    }

    /** As above. */
    @Test
    void aBucketInWhichNothingMayBeMadeIsNamed() throws Exception {
        Doctor.Report report = refusing("POST", "/upload/storage/v1/b/");

        assertThat(report.failed("storage create")).contains("storage.objects.create", "roles/storage.objectUser");
        assertThat(report.line("storage delete")).startsWith("skipped");
    }

    /** As above. */
    @Test
    void aBucketInWhichNothingMayBeRemovedIsNamed() throws Exception {
        Doctor.Report report = refusing("DELETE", "/storage/v1/b/" + bucket.name + "/o");

        assertThat(report.failed("storage delete")).contains("storage.objects.delete", "Left: ");
        assertThat(report.line("storage create-only")).startsWith("ok");
    }

    @Test
    void aTopicThatIsNotThereIsNamed() throws Exception {
        topic.delete();

        Doctor.Report report = doctor().look();

        assertThat(report.failed("pubsub subscription"))
                .contains("There is no topic " + topic.name, "gcloud pubsub topics create " + topic.name);
        assertThat(report.line("notification end to end")).startsWith("skipped");
    }

    @Test
    void aBucketThatTellsOfNothingIsNamed() throws Exception {
        bucket.tellNothing();

        Doctor.Report report = doctor().with("--notification-topic", topic.name).look();

        assertThat(report.failed("notification"))
                .contains("gcloud storage buckets notifications create gs://" + bucket.name + " --topic=" + topic.name);
        assertThat(report.line("pubsub subscription")).startsWith("ok");
    }

    @Test
    void aRightInTheClusterThatIsMissingIsNamed() throws Exception {
        Role role = cluster.client
                .rbac()
                .roles()
                .inNamespace(cluster.namespace)
                .withName("kubeface-driver")
                .get();
        List<PolicyRule> rules = new ArrayList<>(role.getRules());
        rules.forEach(rule -> rule.getVerbs().remove("watch"));
        role.setRules(rules);
        cluster.client.resource(role).update();

        Doctor.Report report = doctor().look();

        assertThat(report.failed("cluster rights"))
                .contains("may not: watch pods.", "--verb=watch --resource=pods", "driver-rbac.yaml");
        assertThat(report.line("worker end to end")).startsWith("skipped");
    }

    @Test
    void aNamespaceThatIsNotThereIsNamed() throws Exception {
        Doctor.Report report = doctor().asAdministrator()
                .with("--kubernetes-namespace", cluster.namespace + "-absent")
                .look();

        assertThat(report.failed("namespace")).contains("kubectl create namespace " + cluster.namespace + "-absent");
    }

    @Test
    void anImageThatIsNowhereIsNamed() throws Exception {
        Doctor.Report report = doctor().image("127.0.0.1:1/absent:1").look();

        assertThat(report.failed("worker end to end")).contains("IMAGE", "127.0.0.1:1/absent:1");
    }

    private Doctor doctor() {
        return new Doctor(bucket.url(), cluster.driverConfig(), RealParts.jreImage());
    }

    private Doctor.Report refusing(String method, String path) throws Exception {
        try (StorageProxy storage = StorageProxy.refusing(RealParts.variable("STORAGE_EMULATOR_HOST"), method, path)) {
            return doctor().variable("STORAGE_EMULATOR_HOST", storage.url()).look();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
