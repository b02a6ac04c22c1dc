package io.kubeface.benchmarks;

import com.google.cloud.storage.Blob;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Flux;

/**
 * From the moment a result is durable to {@code onNext}, beside a raw unary pull in the same run: 100 tasks in pods, 10
 * at once. The moment is the object's time of creation, which both look up when they are told.
 */
final class NotificationLatency implements Scenario {
    private static final int TASKS = 100;
    private static final int MAX = 10;
    private static final double BOUND_MILLIS = 10;
    private static final String TOPIC = "kubeface-benchmark";

    private final Collection<Double> raw = new ConcurrentLinkedQueue<>();
    private final Collection<Double> ours = new ConcurrentLinkedQueue<>();

    @Override
    public void run(Lab lab) throws IOException {
        try (ClusterParts parts = new ClusterParts();
                Kubeface kubeface = Kubeface.builder()
                        .storage(parts.url())
                        .backend(parts.backend())
                        .events(PubSubEvents.builder().topic(TOPIC))
                        .maxSimultaneousTasks(MAX)
                        .build()) {
            // Uploads the code, and makes the topic.
            kubeface.map((Integer value) -> value, Flux.just(1)).blockLast();
            try (RawPull pull = new RawPull(TOPIC, name -> heard(parts, name))) {
                pull.start();
                kubeface.mapUnordered((Integer value) -> value * value, Flux.range(0, TASKS))
                        .doOnNext(result -> emitted(parts, result))
                        .blockLast();
            }
        }
        double difference = Statistics.median(ours) - Statistics.median(raw);
        lab.say(new JsonLine()
                .add("rawPulls", raw.size())
                .add("rawPullMedianMillis", Statistics.median(raw))
                .add("onNextMedianMillis", Statistics.median(ours))
                .add("onNextP90Millis", Statistics.quantile(ours, 0.9)));
        lab.atMost("ms from durable to onNext above a raw unary pull, median", difference, BOUND_MILLIS);
    }

    private void heard(ClusterParts parts, String name) {
        Instant now = Instant.now();
        if (name.endsWith(".value")) {
            add(raw, parts, name, now);
        }
    }

    private void emitted(ClusterParts parts, Result<Integer> result) {
        Instant now = Instant.now();
        result.get();
        String job = result.report().job();
        add(ours, parts, "root/results/" + job + "/" + result.report().task() + ".value", now);
    }

    private static void add(Collection<Double> all, ClusterParts parts, String name, Instant now) {
        Blob object = parts.storage.get(parts.bucket(), name);
        if (object != null) {
            Duration since =
                    Duration.between(object.getCreateTimeOffsetDateTime().toInstant(), now);
            all.add(since.toNanos() / 1e6);
        }
    }
}
