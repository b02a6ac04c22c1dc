package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kubeface.kubernetes.KubernetesBackendBuilder;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.events.NoEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

class PodOptionsIT {
    @TempDir
    Path directory;

    @Test
    void whatOptionsATemplateAndACustomiserGiveThePodsWorkersHave() throws Exception {
        Path template = Files.writeString(directory.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                spec:
                  hostname: from-template
                  containers:
                  - name: worker
                    env: [{name: GREETING, value: hello}]
                """);
        try (Cluster cluster = new Cluster(directory);
                Bucket bucket = new Bucket()) {
            for (HasMetadata resource : List.of(
                    new SecretBuilder()
                            .withMetadata(named(cluster, "database"))
                            .addToStringData("password", "sesame")
                            .build(),
                    new ConfigMapBuilder()
                            .withMetadata(named(cluster, "settings"))
                            .addToData("depth", "7")
                            .build())) {
                cluster.client.resource(resource).create();
            }
            KubernetesBackendBuilder backend = cluster.backend()
                    .podTemplate(template)
                    .memoryRequest("128Mi")
                    .ephemeralStorage("10Mi")
                    .ephemeralStorageLimit("1Gi")
                    .nodeSelector(Map.of("kubernetes.io/os", "linux"))
                    .tolerations("nothing=here:NoSchedule")
                    .secretVariable("PASSWORD", "database", "password")
                    .secretFiles("database", "/keys")
                    .configMapFiles("settings", "/settings")
                    .initContainer(new ContainerBuilder()
                            .withName("fetch")
                            .withImage(RealParts.jreImage())
                            .withCommand("sh", "-c", "cat /settings/depth > /kubeface/home/fetched")
                            .build())
                    .customise(pod -> new PodBuilder(pod)
                            .editSpec()
                            .editFirstContainer()
                            .addNewEnv()
                            .withName("CUSTOM")
                            .withValue("mine")
                            .endEnv()
                            .endContainer()
                            .endSpec()
                            .build());

            try (Kubeface kubeface = Kubeface.builder()
                    .storage(bucket.url())
                    .backend(backend)
                    .events(environment -> new NoEvents())
                    .build()) {
                String seen = kubeface.map((String file) -> seen(file), Flux.just("/kubeface/home/fetched"))
                        .map(Result::get)
                        .blockLast(Deadlines.LONG);

                assertThat(seen).isEqualTo("hello sesame sesame 7 7 from-template mine");
            }
        }
    }

    private static String seen(String fetched) throws Exception {
        return String.join(
                " ",
                System.getenv("GREETING"),
                System.getenv("PASSWORD"),
                Files.readString(Path.of("/keys/password")),
                Files.readString(Path.of("/settings/depth")),
                Files.readString(Path.of(fetched)),
                System.getenv("HOSTNAME"),
                System.getenv("CUSTOM"));
    }

    private static ObjectMeta named(Cluster cluster, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(cluster.namespace)
                .build();
    }
}
