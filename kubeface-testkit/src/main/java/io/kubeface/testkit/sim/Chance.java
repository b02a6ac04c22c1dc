package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Draws what happens, and counts what went wrong. */
final class Chance {
    private final Random random;
    private final Map<Fault, Double> hazards;
    private final History history;
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);

    Chance(long seed, Map<Fault, Double> hazards, History history) {
        this.random = new Random(seed);
        this.hazards = hazards;
        this.history = history;
    }

    /** Whether that goes wrong now. */
    boolean strikes(Fault fault) {
        Double share = hazards.get(fault);
        if (share == null || random.nextDouble() >= share) {
            return false;
        }
        happened(fault);
        return true;
    }

    /** Counts a fault that was not drawn. */
    void happened(Fault fault) {
        struck.merge(fault, 1, Integer::sum);
        history.add("!", fault.toString());
    }

    int count(Fault fault) {
        return struck.getOrDefault(fault, 0);
    }

    Map<Fault, Integer> counts() {
        return Map.copyOf(struck);
    }

    boolean coin() {
        return random.nextBoolean();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Zero to the longest, mostly much shorter. */
    Duration upTo(Duration longest) {
        double part = random.nextDouble();
        return Duration.ofNanos((long) (longest.toNanos() * part * part * part));
    }

    long nextLong() {
        return random.nextLong();
    }
}
