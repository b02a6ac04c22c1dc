package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.events.NoEvents;
import io.kubeface.reactor.events.ObjectEvents;
import io.kubeface.testkit.store.StoreCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

class HundredPodsIT {
    private static final int TASKS = 100;
    private static final int MAX = 10;

    @TempDir
    Path directory;

    @Test
    void aJobRunsItsPodsTenAtATimeListsTheBucketOnceAtMostAndLeavesNothing() throws Exception {
        Set<String> subscriptions = Subscriptions.names();
        try (Cluster cluster = new Cluster(directory);
                Bucket bucket = new Bucket();
                PodHistory history = new PodHistory(cluster.client, cluster.namespace)) {

            long begin = System.nanoTime();
            Ran ran = run(cluster, RecordedStores.url(bucket.url()), PubSubEvents.builder(), TASKS);
            assertThat(ran.values()).isEqualTo(squares(TASKS));

            history.awaitGone(TASKS);
            assertThat(history.seen()).hasSize(TASKS);
            assertThat(history.mostNotTerminal()).isLessThanOrEqualTo(MAX);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(RecordedStores.opened(bucket.url()).count(StoreCall.Operation.LIST))
                    .as("one for each sweep that was due, which is one in five minutes and a half")
                    .isLessThanOrEqualTo(sweepsWithin(elapsed));
            assertThat(cluster.requests("POST", "pods"))
                    .as("one a task, and the one before them that makes none")
                    .filteredOn(request -> !request.contains("dryRun=All"))
                    .hasSize(TASKS);
            assertThat(cluster.requests("POST", "pods")).hasSize(TASKS + 1);
            assertThat(cluster.requests("GET", "pods"))
                    .as("one list, and watches from there on; no pod is asked after")
                    .filteredOn(request -> !request.contains("watch=true"))
                    .hasSize(1);
            assertThat(cluster.requests("DELETE", "pods"))
                    .as("one a task, and one more for each that lived on after its result and was killed")
                    .hasSizeBetween(TASKS, TASKS + ran.killed())
                    .satisfies(requests -> assertThat(Set.copyOf(requests)).hasSize(TASKS));
            assertThat(cluster.requests("GET", "events")).isEmpty();
            assertThat(cluster.requests("POST", "configmaps")).hasSize(1);
            assertThat(cluster.requests("DELETE", "configmaps")).hasSize(1);
            assertThat(cluster.pods()).isEmpty();
            assertThat(cluster.configMaps()).isEmpty();
            assertThat(bucket.leftovers()).isEmpty();
        }
        assertThat(Subscriptions.names()).isEqualTo(subscriptions);
    }

    @Test
    void withoutNotificationsTheResultsAreTheSame() throws Exception {
        try (Cluster cluster = new Cluster(directory);
                Bucket bucket = new Bucket()) {

            assertThat(run(cluster, bucket.url(), environment -> new NoEvents(), 2 * MAX)
                            .values())
                    .isEqualTo(squares(2 * MAX));

            assertThat(cluster.pods()).isEmpty();
            assertThat(bucket.leftovers()).isEmpty();
        }
    }

    /** The first after 30 s, the next ten times as long after it, and so on: these are more than the test may take. */
    private static int sweepsWithin(Duration elapsed) {
        return (int) Stream.of(30, 330, 930)
                .filter(seconds -> elapsed.toSeconds() >= seconds)
                .count();
    }

    private static List<Integer> squares(int tasks) {
        return IntStream.range(0, tasks).map(value -> value * value).boxed().toList();
    }

    private record Ran(List<Integer> values, int killed) {}

    private static Ran run(Cluster cluster, String storage, ObjectEvents.Factory events, int tasks) {
        try (Kubeface kubeface = Kubeface.builder()
                .storage(storage)
                .backend(cluster.backend())
                .events(events)
                .maxSimultaneousTasks(MAX)
                .build()) {
            List<Integer> values = kubeface.map((Integer value) -> value * value, Flux.range(0, tasks))
                    .map(Result::get)
                    .collectList()
                    .block(Deadlines.LONG);
            JobSnapshot job = kubeface.jobs().get(0);
            return new Ran(values, Math.toIntExact(job.attempts().killed()));
        }
    }
}
