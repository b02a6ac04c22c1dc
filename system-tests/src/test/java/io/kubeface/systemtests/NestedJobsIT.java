package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.Remote;
import io.kubeface.core.TaskContext;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class NestedJobsIT extends OnCluster {

    @Test
    void aPodBeginsAJobOfProcessesBesideItAndRemoteObjectsGoInAndOut() throws Exception {
        int[] table = {3, 4, 5};
        try (Kubeface kubeface = Kubeface.builder()
                .storage(bucket.url())
                .backend(cluster.backend().memory("512Mi"))
                .maxSimultaneousTasks(2)
                .build()) {
            Remote<int[]> remote = kubeface.remote(table);
            List<Remote<String>> results = kubeface.job("outer")
                    .map((Integer x) -> inner(remote, x), Flux.range(0, 2))
                    .map(Result::get)
                    .collectList()
                    .block(Deadlines.LONG);

            assertThat(results).extracting(Remote::get).containsExactly("outer/0/inner: 3, 4", "outer/1/inner: 4, 5");
        }
        assertThat(cluster.pods()).isEmpty();
        assertThat(bucket.leftovers()).isEmpty();
    }

    @Test
    void aCapturedClientBeginsAJobOfPodsInAPodThatHasTheRightsOfADriver() throws Exception {
        Path template = Files.writeString(directory.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                spec: {automountServiceAccountToken: true}
                """);
        try (Kubeface kubeface = Kubeface.builder()
                .storage(bucket.url())
                .backend(cluster.backend()
                        .memory("512Mi")
                        .serviceAccount(Cluster.DRIVER)
                        .podTemplate(template))
                .maxSimultaneousTasks(2)
                .build()) {
            List<String> hosts = kubeface.job("outer")
                    .map(
                            (Integer x) -> {
                                List<String> inner = kubeface.job("inner")
                                        .map((Integer y) -> host(), Flux.range(0, 2))
                                        .map(Result::get)
                                        .collectList()
                                        .block(Deadlines.LONG);
                                return host() + " " + String.join(" ", inner);
                            },
                            Flux.just(0))
                    .map(Result::get)
                    .collectList()
                    .block(Deadlines.LONG);

            assertThat(hosts).hasSize(1);
            assertThat(hosts.get(0).split(" ", -1))
                    .hasSize(3)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.startsWith("kubeface-"));
        }
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.configMaps()).isEmpty();
        assertThat(bucket.leftovers()).isEmpty();
    }

    /** The name of the pod. */
    private static String host() {
        return System.getenv("HOSTNAME");
    }

    private static Remote<String> inner(Remote<int[]> table, int from) {
        try (Kubeface nested =
                Kubeface.builder(TaskContext.current()).maxSimultaneousTasks(1).build()) {
            List<Remote<Integer>> read = nested.job("inner")
                    .map((Integer x) -> Remote.of(table.get()[x]), Flux.range(from, 2))
                    .map(Result::get)
                    .collectList()
                    .block(Deadlines.LONG);
            String name = nested.jobs().get(0).name();
            return Remote.of(
                    name + ": " + read.get(0).get() + ", " + read.get(1).get());
        }
    }
}
