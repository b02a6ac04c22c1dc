package io.kubeface.benchmarks;

import com.google.cloud.storage.Blob;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;

/**
 * From the moment a result is durable to {@code onNext}, beside a raw unary pull in the same run: 100 tasks in pods, 10
 * at once. The moment is the object's time of creation, which is looked up afterwards; results are kept for that.
 */
final class NotificationLatency implements Scenario {
    private static final int TASKS = 100;
    private static final int MAX = 10;
    private static final double BOUND_MILLIS = 10;
    private static final String TOPIC = "kubeface-benchmark";

    private final Map<String, Instant> heard = new ConcurrentHashMap<>();
    private final Map<String, Instant> emitted = new ConcurrentHashMap<>();

    @Override
    public void run(Lab lab) throws IOException {
        Collection<Double> raw;
        Collection<Double> ours;
        try (ClusterParts parts = new ClusterParts();
                Kubeface kubeface = Kubeface.builder()
                        .storage(KeepingStores.url(parts.url(), "results/"))
                        .backend(parts.backend())
                        .events(PubSubEvents.builder().topic(TOPIC))
                        .maxSimultaneousTasks(MAX)
                        .build()) {
            // Uploads the code, and makes the topic.
            kubeface.map((Integer value) -> value, Flux.just(1)).blockLast();
            try (RawPull pull = new RawPull(TOPIC, name -> heard.put(name, Instant.now()))) {
                pull.start();
                // The medians of a hundred each are some 5 ms apart from one job to the next.
                for (int round = 0; round < lab.rounds(); round++) {
                    kubeface.mapUnordered((Integer value) -> value * value, Flux.range(0, TASKS))
                            .doOnNext(this::emitted)
                            .blockLast();
                }
            }
            raw = sinceCreation(parts, heard);
            ours = sinceCreation(parts, emitted);
        }
        lab.say(new JsonLine()
                .add("rawPulls", raw.size())
                .add("rawPullMedianMillis", Statistics.median(raw))
                .add("rawPullP90Millis", Statistics.quantile(raw, 0.9))
                .add("onNextMedianMillis", Statistics.median(ours))
                .add("onNextP90Millis", Statistics.quantile(ours, 0.9)));
        lab.atMost(
                "ms from durable to onNext above a raw unary pull, median",
                Statistics.median(ours) - Statistics.median(raw),
                BOUND_MILLIS);
    }

    private void emitted(Result<Integer> result) {
        Instant now = Instant.now();
        result.get();
        emitted.put(
                "root/results/" + result.report().job() + "/" + result.report().task() + ".value", now);
    }

    private Collection<Double> sinceCreation(ClusterParts parts, Map<String, Instant> told) {
        List<Double> millis = new ArrayList<>();
        told.forEach((name, when) -> {
            Blob object = emitted.containsKey(name) ? parts.storage().get(parts.bucket(), name) : null;
            if (object != null) {
                Instant created = object.getCreateTimeOffsetDateTime().toInstant();
                millis.add(Duration.between(created, when).toNanos() / 1e6);
            }
        });
        return millis;
    }
}
