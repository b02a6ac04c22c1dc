package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * What one seed stands for.
 *
 * @param job the options of the job
 * @param inputs what there is to work on
 * @param demand how the subscriber asks
 * @param pace how many times faster workers are than usual, so that more happens while the store works
 * @param hazards how likely each trouble is each time it may come; what is missing never comes
 * @param deaths for each driver that dies, after how many of its steps it does
 * @param closed when the client is closed, if it is before the end
 */
public record Scenario(
        long seed,
        Job job,
        Inputs inputs,
        Demand demand,
        int pace,
        Map<Fault, Double> hazards,
        List<Long> deaths,
        Optional<Duration> closed) {
    private static final int CALM_ONE_IN = 8;
    private static final int FAST = 50;
    private static final double[] SHARES = {0.01, 0.05, 0.15, 0.3};

    public Scenario {
        hazards = Map.copyOf(hazards);
        deaths = List.copyOf(deaths);
    }

    /** Options of a job and its client. */
    public record Job(boolean ordered, int itemsPerTask, int max, int window, int prefetch, int crashRetries) {}

    /** What there is to work on: how many inputs, and how they come. */
    public record Inputs(Kind kind, int count) {
        /** How inputs come. */
        public enum Kind {
            /** As they are asked for. */
            READY,
            /** One after a while. */
            SLOW,
            /** Without end, of which only so many are taken. */
            TAKEN,
            /** So many, and then an error. */
            FAILING,
            /** Without end; the subscriber cancels when it has so many results. */
            ENDLESS
        }
    }

    /**
     * How the subscriber asks.
     *
     * @param batch for how many results at once
     * @param pause how long it waits before it asks
     * @param cancelsAfter after how many results it cancels; negative if it does not
     */
    public record Demand(Pattern pattern, int batch, Duration pause, int cancelsAfter) {
        /** When the subscriber asks. */
        public enum Pattern {
            /** For everything at once. */
            ALL,
            /** For everything, after the pause. */
            LATE,
            /** For a batch, and for the next one when it has that, after the pause. */
            BATCHES,
            /** For a batch after each pause, whatever it has. */
            BURSTS,
            /** Not at all. */
            NEVER
        }
    }

    /** Draws what this seed stands for. */
    public static Scenario of(long seed) {
        // What is close together as a seed must not be as a world.
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        boolean calm = random.nextInt(CALM_ONE_IN) == 0;
        Job job = job(random);
        Inputs inputs = inputs(random);
        Demand demand = demand(random, inputs);
        int pace = random.nextInt(3) == 0 ? FAST : 1;
        Map<Fault, Double> hazards = new EnumMap<>(Fault.class);
        if (!calm) {
            hazards.putAll(hazards(random));
        }
        if (job.ordered() && job.max() > 1 && random.nextInt(4) == 0) {
            hazards.put(Fault.STRAGGLER, 1.0);
        }
        List<Long> deaths = new ArrayList<>();
        while (!calm && deaths.size() < 3 && random.nextInt(5) == 0) {
            deaths.add((long) random.nextInt(1 + random.nextInt(1_000)));
        }
        boolean closed = !calm && random.nextInt(12) == 0;
        Optional<Duration> when = closed ? Optional.of(Duration.ofMillis(random.nextInt(300_000))) : Optional.empty();
        return new Scenario(seed, job, inputs, demand, pace, hazards, deaths, when);
    }

    private static Job job(Random random) {
        int max = 1 + random.nextInt(6);
        return new Job(
                random.nextBoolean(),
                random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1,
                max,
                max + random.nextInt(12),
                random.nextInt(max + 1),
                random.nextInt(4));
    }

    private static Inputs inputs(Random random) {
        Inputs.Kind kind = random.nextInt(3) > 0
                ? Inputs.Kind.READY
                : Inputs.Kind.values()[random.nextInt(Inputs.Kind.values().length)];
        return new Inputs(kind, random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(1 + random.nextInt(40)));
    }

    private static Demand demand(Random random, Inputs inputs) {
        Demand.Pattern pattern = random.nextInt(3) == 0
                ? Demand.Pattern.ALL
                : Demand.Pattern.values()[random.nextInt(Demand.Pattern.values().length)];
        boolean endless = inputs.kind() == Inputs.Kind.ENDLESS;
        int cancels = endless ? inputs.count() : random.nextInt(8) == 0 ? random.nextInt(inputs.count() + 1) : -1;
        return new Demand(
                pattern,
                1 + random.nextInt(1 + random.nextInt(8)),
                Duration.ofMillis(random.nextInt(1 + random.nextInt(60_000))),
                cancels);
    }

    private static Map<Fault, Double> hazards(Random random) {
        Map<Fault, Double> hazards = new EnumMap<>(Fault.class);
        double appetite = random.nextDouble();
        for (Fault fault : Fault.values()) {
            boolean chosen = random.nextDouble() < appetite * appetite;
            double share = SHARES[random.nextInt(SHARES.length)];
            if (chosen && fault.isDrawnEachTime()) {
                hazards.put(fault, share);
            }
        }
        return hazards;
    }

    /** Whether nothing goes wrong but that the first worker may take long. */
    boolean calm() {
        return hazards.keySet().stream().allMatch(fault -> fault == Fault.STRAGGLER)
                && deaths.isEmpty()
                && closed.isEmpty();
    }

    /** Short, for a person who looks into a failure. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(job.ordered() ? "ordered" : "unordered")
                .append(", ")
                .append(inputs.count())
                .append(" inputs ")
                .append(inputs.kind())
                .append(", ")
                .append(job.itemsPerTask())
                .append(" a task, max ")
                .append(job.max())
                .append(", window ")
                .append(job.window())
                .append(", prefetch ")
                .append(job.prefetch())
                .append(", crash retries ")
                .append(job.crashRetries())
                .append("; asks ")
                .append(demand.pattern())
                .append(" by ")
                .append(demand.batch())
                .append(" after ")
                .append(demand.pause())
                .append(pace == 1 ? "" : ", fast workers");
        if (demand.cancelsAfter() >= 0) {
            text.append(", cancels after ").append(demand.cancelsAfter());
        }
        closed.ifPresent(when -> text.append(", client closed at ").append(when));
        if (!deaths.isEmpty()) {
            text.append(", drivers die after steps ").append(deaths);
        }
        new TreeMap<>(hazards)
                .forEach((fault, share) ->
                        text.append("; ").append(fault).append(' ').append(share));
        return text.toString();
    }
}
