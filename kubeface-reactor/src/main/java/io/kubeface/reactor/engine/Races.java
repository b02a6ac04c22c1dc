package io.kubeface.reactor.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What came of attempts that raced each other at one task. Pure.
 *
 * @param speculativeWon whether the result is from an attempt that raced one before it
 * @param saved how much longer the attempts that lost against it had run when the result came, the longest of them
 * @param wasted how long those ran whose result was not needed
 */
record Races(boolean speculativeWon, Duration saved, Duration wasted) {

    /**
     * Looks at a settled task with a result.
     *
     * @param winner number of the attempt that left the result
     */
    static Races of(Task task, int winner) {
        Instant settled = task.settled == null ? task.queued : task.settled;
        Task.Launch won = task.launch(winner).orElse(null);
        if (won == null) {
            return new Races(false, Duration.ZERO, Duration.ZERO);
        }
        // One that failed by itself lost nothing to others.
        List<Task.Launch> losers = task.launches.stream()
                .filter(launch -> launch != won && launch.failure == null)
                .toList();
        Duration wasted = losers.stream().map(launch -> ran(launch, settled)).reduce(Duration.ZERO, Duration::plus);
        List<Task.Launch> raced = losers.stream()
                .filter(launch ->
                        launch.number < won.number && (launch.ended == null || launch.ended.isAfter(won.launched)))
                .toList();
        Duration saved = raced.stream()
                .map(launch -> ran(launch, settled).minus(ran(won, settled)))
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
        return new Races(!raced.isEmpty(), saved, wasted);
    }

    private static Duration ran(Task.Launch launch, Instant settled) {
        Instant end = launch.ended == null || launch.ended.isAfter(settled) ? settled : launch.ended;
        Duration ran = Duration.between(launch.begin(), end);
        return ran.isNegative() ? Duration.ZERO : ran;
    }
}
