package io.kubeface.benchmarks;

import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * Pods a minute, 30 at once, beside a bare client that creates, watches and deletes the very same pods: same image, same
 * command, on the inputs of the run before, which were kept. By the API server's watch, from the first pod's creation to
 * the last one's end.
 */
final class PodsPerMinute implements Scenario {
    private static final int TASKS = 60;
    private static final int MAX = 30;
    private static final double BOUND = 0.85;
    private static final String KUBEFACE = "kubeface";
    private static final String BARE = "bare client";

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        try (ClusterParts parts = new ClusterParts()) {
            // Uploads the code, and shows that all works.
            Deque<PodTimes> runs = new ArrayDeque<>(List.of(kubeface(parts)));
            Alternation rates = new Alternation();
            rates.add(KUBEFACE, () -> {
                runs.add(kubeface(parts));
                return runs.getLast().perMinute(TASKS);
            });
            rates.add(BARE, () -> bare(parts, runs.getLast()));
            rates.run(lab.rounds());
            lab.say(rates.table("pods a minute", BARE));
            lab.atLeast("pods a minute, 30 at once, to a bare client's", rates.ratio(KUBEFACE, BARE), BOUND);
        }
    }

    private static PodTimes kubeface(ClusterParts parts) throws InterruptedException {
        try (PodTimes times = new PodTimes(parts.client, parts.namespace());
                Kubeface kubeface = Kubeface.builder()
                        .storage(KeepingStores.url(parts.url(), "inputs/", "jobs/"))
                        .backend(parts.backend())
                        .events(PubSubEvents.builder())
                        .maxSimultaneousTasks(MAX)
                        .build()) {
            kubeface.mapUnordered((Integer value) -> value * value, Flux.range(0, TASKS))
                    .doOnNext(Result::get)
                    .blockLast();
            times.perMinute(TASKS);
            return times;
        }
    }

    private static double bare(ClusterParts parts, PodTimes original) throws InterruptedException {
        try (PodTimes times = new PodTimes(parts.client, parts.namespace())) {
            BarePods.run(parts.namespace(), original.pods(), original.mounted(), MAX);
            return times.perMinute(TASKS);
        }
    }
}
