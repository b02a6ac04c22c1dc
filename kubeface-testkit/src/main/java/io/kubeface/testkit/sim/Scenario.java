package io.kubeface.testkit.sim;

import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.Speculation;
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
 * @param policies what the job is told beside
 * @param inputs what there is to work on
 * @param demand how the subscriber asks
 * @param pace how many times faster workers are than usual, so that more happens while the store works
 * @param longestRun how long a function takes at most, at the usual pace
 * @param hazards how likely each trouble is each time it may come; what is missing never comes
 * @param deaths for each driver that dies, after how many of its steps it does
 * @param cleanup when another client cleans up, if one does
 * @param closed when the client is closed, if it is before the end
 */
public record Scenario(
        long seed,
        Job job,
        Policies policies,
        Inputs inputs,
        Demand demand,
        int pace,
        Duration longestRun,
        Map<Fault, Double> hazards,
        List<Long> deaths,
        Optional<Duration> cleanup,
        Optional<Duration> closed) {
    private static final int CALM_ONE_IN = 8;
    private static final int FAST = 50;
    private static final int STORAGE_RETRIES = 5;
    private static final Duration USUAL_RUN = Duration.ofMinutes(2);
    /** Such a worker still runs when its driver has been silent for long. */
    private static final Duration LONG_RUN = Duration.ofHours(2);

    private static final double[] SHARES = {0.01, 0.05, 0.15, 0.3};

    public Scenario {
        hazards = Map.copyOf(hazards);
        deaths = List.copyOf(deaths);
    }

    /** Options of a job and its client. */
    public record Job(boolean ordered, int itemsPerTask, int max, int window, int prefetch, int crashRetries) {
        /** How often a task is tried again that the storage failed. */
        int storageRetries() {
            return crashRetries == 0 ? 0 : STORAGE_RETRIES;
        }
    }

    /**
     * What a job is told beside its size.
     *
     * @param keying whether results are kept for later runs
     * @param userRetries how often a function that failed is tried again
     * @param completion when the job ends by itself
     */
    public record Policies(
            Keying keying,
            int userRetries,
            Optional<Duration> timeout,
            Optional<Duration> schedulingTimeout,
            CompletionPolicy completion,
            Optional<Speculation> speculation) {
        /** What a job is told if it is told nothing. */
        static final Policies NONE = new Policies(
                Keying.NONE, 0, Optional.empty(), Optional.empty(), CompletionPolicy.allSettle(), Optional.empty());

        /** Whether a cache key keeps results. */
        public enum Keying {
            /** There is none. */
            NONE,
            /** A driver that died and is started again finds what was done. */
            KEY,
            /** As well, and the job is run once more at its end. */
            AGAIN,
            /** As well, and a second driver does the same at the same time. */
            RIVAL
        }

        boolean keyed() {
            return keying != Keying.NONE;
        }

        @Override
        public String toString() {
            if (equals(NONE)) {
                return "no policies";
            }
            StringBuilder text = new StringBuilder(100);
            text.append("keying ").append(keying).append(", user retries ").append(userRetries);
            timeout.ifPresent(limit -> text.append(", timeout ").append(limit));
            schedulingTimeout.ifPresent(
                    limit -> text.append(", scheduling timeout ").append(limit));
            speculation.ifPresent(rule -> text.append(", ").append(rule));
            return text.append(", ").append(completion).toString();
        }
    }

    /**
     * What there is to work on: how many inputs, and how they come.
     *
     * @param twins whether each two that follow each other are equal
     */
    public record Inputs(Kind kind, int count, boolean twins) {
        /** The nth of them. */
        int value(int n) {
            return twins ? n / 2 : n;
        }

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
        Policies policies = random.nextInt(calm ? 2 : 3) == 0 ? Policies.NONE : policies(random);
        Inputs inputs = inputs(random);
        Demand demand = demand(random, inputs);
        int pace = random.nextInt(3) == 0 ? FAST : 1;
        Map<Fault, Double> hazards = new EnumMap<>(Fault.class);
        if (!calm) {
            hazards.putAll(hazards(random));
        }
        if (job.ordered() && job.max() > 1 && !policies.keyed() && random.nextInt(calm ? 2 : 4) == 0) {
            hazards.put(Fault.STRAGGLER, 1.0);
        }
        List<Long> deaths = new ArrayList<>();
        int mortality = policies.keyed() ? 2 : 5;
        while (!calm && deaths.size() < 3 && random.nextInt(mortality) == 0) {
            deaths.add((long) random.nextInt(1 + random.nextInt(1_000)));
        }
        if (!deaths.isEmpty()) {
            hazards.put(Fault.ORPHANS_RUN_ON, random.nextBoolean() ? 0.5 : 0);
        }
        boolean closed = !calm && random.nextInt(12) == 0;
        Optional<Duration> when = closed ? Optional.of(Duration.ofMillis(random.nextInt(300_000))) : Optional.empty();
        boolean cleaned = !calm && random.nextInt(8) == 0;
        Optional<Duration> cleanup =
                cleaned ? Optional.of(Duration.ofMillis(random.nextInt(1_500_000))) : Optional.empty();
        Duration longestRun = USUAL_RUN;
        if (!deaths.isEmpty() && policies.keyed() && pace == 1 && random.nextInt(4) > 0) {
            longestRun = LONG_RUN;
            hazards.put(Fault.ORPHANS_RUN_ON, 0.9);
            if (random.nextInt(8) == 0) {
                hazards.put(Fault.ORPHANS_UNTOLD, 0.5);
            }
        }
        return new Scenario(seed, job, policies, inputs, demand, pace, longestRun, hazards, deaths, cleanup, when);
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

    private static Policies policies(Random random) {
        Policies.Keying[] keyings = Policies.Keying.values();
        Policies.Keying keying = random.nextBoolean() ? Policies.Keying.NONE : keyings[random.nextInt(keyings.length)];
        return new Policies(
                keying,
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
                sometimes(random, 60),
                sometimes(random, 20),
                random.nextInt(3) == 0 ? completion(random) : CompletionPolicy.allSettle(),
                random.nextInt(4) == 0
                        ? Optional.of(new Speculation(
                                10 + random.nextInt(80), 50 + random.nextInt(50), 1 + random.nextInt(2)))
                        : Optional.empty());
    }

    private static Optional<Duration> sometimes(Random random, int leastSeconds) {
        return random.nextInt(3) == 0
                ? Optional.of(Duration.ofSeconds(leastSeconds + random.nextInt(600)))
                : Optional.empty();
    }

    private static CompletionPolicy completion(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> CompletionPolicy.failFast();
            case 1 -> CompletionPolicy.afterAll();
            case 2 -> CompletionPolicy.minSuccessful(1 + random.nextInt(20));
            case 3 -> CompletionPolicy.toleratedFailures(random.nextInt(4));
            default -> CompletionPolicy.toleratedFailurePercentage(random.nextInt(60));
        };
    }

    private static Inputs inputs(Random random) {
        Inputs.Kind kind = random.nextInt(3) > 0
                ? Inputs.Kind.READY
                : Inputs.Kind.values()[random.nextInt(Inputs.Kind.values().length)];
        return new Inputs(
                kind, random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(1 + random.nextInt(40)), random.nextInt(6) == 0);
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
                // One of these ends most of what a job does.
                hazards.put(fault, fault == Fault.STORE_FAILS_FOR_GOOD ? share / 20 : share);
            }
        }
        return hazards;
    }

    /** Whether nothing goes wrong but that the first worker may take long. */
    boolean calm() {
        return hazards.keySet().stream().allMatch(fault -> fault == Fault.STRAGGLER)
                && deaths.isEmpty()
                && cleanup.isEmpty()
                && policies.equals(Policies.NONE)
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
                .append(inputs.twins() ? ", twins; " : "; ")
                .append(policies)
                .append("; asks ")
                .append(demand.pattern())
                .append(" by ")
                .append(demand.batch())
                .append(" after ")
                .append(demand.pause())
                .append(pace == 1 ? "" : ", fast workers")
                .append(longestRun.equals(USUAL_RUN) ? "" : ", functions of up to " + longestRun);
        if (demand.cancelsAfter() >= 0) {
            text.append(", cancels after ").append(demand.cancelsAfter());
        }
        cleanup.ifPresent(when -> text.append(", another cleans up at ").append(when));
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
