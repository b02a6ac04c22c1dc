package io.kubeface.systemtests.chaos;

import io.kubeface.systemtests.chaos.ChaosDriver.Outcome;
import io.kubeface.systemtests.chaos.PodLedger.Launch;
import io.kubeface.systemtests.chaos.Storage.Written;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was seen of a job by those who stood beside it.
 *
 * @param tasks of the job
 * @param runs of drivers, in order; only the last was not killed
 * @param exitCode of the last driver
 * @param launches all pods, in order
 * @param mostAlive how many pods of each client were alive at once
 * @param leftPods pods that were there after the end
 * @param leftConfigMaps ConfigMaps that were there after the end
 * @param written what was made of each value, by name in the bucket
 * @param valuesAfterEnd generations of the values that were there after the end
 * @param afterOrphans all objects that were there when dead drivers had been cleaned up after, without the values
 * @param afterCleanup all objects that were there when the values had been cleaned up too
 * @param subscriptions that were there after the end, and not before
 */
record Evidence(
        int tasks,
        List<RunSeen> runs,
        int exitCode,
        List<Launch> launches,
        Map<String, Integer> mostAlive,
        List<Launch> leftPods,
        List<String> leftConfigMaps,
        Map<String, List<Written>> written,
        Map<String, Long> valuesAfterEnd,
        List<String> afterOrphans,
        List<String> afterCleanup,
        Set<String> subscriptions) {

    /** One driver: when it was started, and what it gave. */
    record RunSeen(long startedNanos, List<Outcome> given) {}

    /** The driver that gave all. */
    RunSeen last() {
        return runs.get(runs.size() - 1);
    }

    int killedDrivers() {
        return runs.size() - 1;
    }

    /** The ids of the clients that made pods, in the order of their first ones. */
    List<String> clients() {
        return launches.stream().map(Launch::client).distinct().toList();
    }

    /** The driver that made a pod: the last one that had been started. */
    RunSeen of(Launch launch) {
        long firstOfClient = launches.stream()
                .filter(other -> other.client().equals(launch.client()))
                .mapToLong(Launch::atNanos)
                .min()
                .orElseThrow();
        return runs.stream()
                .filter(run -> run.startedNanos() < firstOfClient)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
