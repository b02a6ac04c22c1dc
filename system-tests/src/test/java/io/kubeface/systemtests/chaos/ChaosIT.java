package io.kubeface.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.Kubeface;
import io.kubeface.systemtests.Bucket;
import io.kubeface.systemtests.Cluster;
import io.kubeface.systemtests.Deadlines;
import io.kubeface.systemtests.Part;
import io.kubeface.systemtests.RealParts;
import io.kubeface.systemtests.Subscriptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * A job under a plan of faults, {@code -Dchaos.seed} and {@code -Dchaos.tasks}. Logs of the drivers and the report are in
 * {@code system-tests/target/chaos}.
 */
@EnabledIfEnvironmentVariable(
        named = Part.FAULTS,
        matches = ".+",
        disabledReason = "it names the program that stops parts and starts them again")
class ChaosIT {
    private static final int TASKS = 48;

    private final Plan plan = Plan.of(Long.getLong("chaos.seed", 1), Integer.getInteger("chaos.tasks", TASKS));

    @Test
    void whatMustHoldHoldsWhateverIsDoneToTheJob() throws Exception {
        long begin = System.nanoTime();
        Path directory = Files.createDirectories(RealParts.inCheckout("system-tests/target/chaos"));
        Set<String> subscriptionsBefore = Subscriptions.names();
        try (Cluster cluster = new Cluster(directory);
                Bucket bucket = new Bucket();
                Storage storage = new Storage();
                PodLedger ledger = new PodLedger(cluster.client, cluster.namespace);
                DriverRuns drivers = new DriverRuns(cluster, bucket, storage, plan.tasks(), directory)) {
            drivers.start();
            Chaos chaos = new Chaos(plan, cluster, storage, drivers, ledger);
            try {
                chaos.run();
            } finally {
                Part.startAll();
            }
            int exitCode = drivers.awaitEnd();
            List<PodLedger.Launch> leftPods = ledger.awaitAllEnded();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            List<String> leftConfigMaps = cluster.configMaps();
            Map<String, Long> valuesAfterEnd = values(bucket);
            Set<String> subscriptions = new HashSet<>(Subscriptions.names());
            subscriptions.removeAll(subscriptionsBefore);
            cleanUpAfterTheDead(bucket);
            List<String> afterOrphans = bucket.leftovers().stream()
                    .filter(Predicate.not(ChaosIT::isValue))
                    .toList();
            cleanUpAll(bucket);
            Evidence seen = new Evidence(
                    plan.tasks(),
                    runs(drivers),
                    exitCode,
                    ledger.launches(),
                    ledger.mostAlive(),
                    leftPods,
                    leftConfigMaps,
                    storage.values(),
                    valuesAfterEnd,
                    afterOrphans,
                    bucket.leftovers(),
                    subscriptions);
            Map<String, List<String>> invariants = Invariants.check(seen);
            String report = Report.of(plan, chaos.done(), seen, invariants, took, ledger.listings());
            Files.writeString(directory.resolve("report-" + plan.seed() + "-" + plan.tasks() + ".md"), report);
            System.out.println(report);
            assertThat(invariants)
                    .allSatisfy((rule, violations) ->
                            assertThat(violations).as(rule).isEmpty());
        }
    }

    private static List<Evidence.RunSeen> runs(DriverRuns drivers) throws Exception {
        List<Evidence.RunSeen> runs = new ArrayList<>();
        for (DriverRuns.Run run : drivers.runs()) {
            runs.add(new Evidence.RunSeen(run.startedNanos(), run.given()));
        }
        return runs;
    }

    private static Map<String, Long> values(Bucket bucket) {
        Map<String, Long> values = new HashMap<>(bucket.generations());
        values.keySet().removeIf(Predicate.not(ChaosIT::isValue));
        return values;
    }

    private static boolean isValue(String object) {
        return object.endsWith(".value");
    }

    /**
     * Again and again until nothing is left that is not a value: a killed driver counts as alive for a while, and a job of
     * which pods were taken over as long after the end of the one that did.
     */
    private static void cleanUpAfterTheDead(Bucket bucket) {
        try (Kubeface kubeface = ChaosDriver.client(bucket.url()).build()) {
            kubeface.cleanup()
                    .repeatWhen(ends -> ends.delayElements(Duration.ofSeconds(2)))
                    .takeUntil(report -> bucket.leftovers().stream().allMatch(ChaosIT::mayStay))
                    .take(ChaosDriver.GRACE.multipliedBy(3))
                    .blockLast(Deadlines.LONG);
        }
    }

    private static boolean mayStay(String object) {
        return isValue(object) || object.startsWith(Invariants.SIGNS_OF_SUBSCRIPTIONS);
    }

    private static void cleanUpAll(Bucket bucket) {
        try (Kubeface kubeface = ChaosDriver.client(bucket.url()).build()) {
            kubeface.cleanup(ChaosDriver.CACHE_KEY).block(Deadlines.LONG);
        }
    }
}
