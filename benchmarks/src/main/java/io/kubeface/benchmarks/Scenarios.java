package io.kubeface.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Runs scenarios by name; ends with 1 when a bound does not hold. {@code benchmarks/run.sh} starts it. */
public final class Scenarios {
    private static final int ROUNDS = 3;

    private Scenarios() {}

    private static Map<String, Scenario> byName() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("trivial-tasks", new TrivialTasks());
        all.put("one-task", new OneTask());
        all.put("first-result", new FirstResult());
        all.put("latency", new Latency());
        all.put("straggler", new Straggler());
        all.put("hung-attempts", new HungAttempts());
        all.put("endless", new EndlessSource());
        all.put("many-tasks", new ManyTasks());
        all.put("large-payload", new LargePayload());
        all.put("three-arrays", new ThreeArrays());
        return all;
    }

    /** Those that are not among {@code all}: one takes minutes, the others need a cluster and a bucket. */
    private static Map<String, Scenario> apart() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("killed-drivers", new KilledDrivers());
        all.put("gcs-worker-start", new GcsWorkerStart());
        all.put("pods-per-minute", new PodsPerMinute());
        all.put("simulated-pods", new SimulatedPods());
        all.put("notification-latency", new NotificationLatency());
        return all;
    }

    /** Takes a scenario's name, or {@code all}, {@code --rounds N} and {@code --seed N}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String name = args.length == 0 ? "" : args[0];
        Map<String, Scenario> all = byName();
        if (!name.equals("all")) {
            all.putAll(apart());
        }
        if (!name.equals("all") && !all.containsKey(name)) {
            System.err.println("Scenarios: all " + String.join(" ", all.keySet()));
            System.exit(2);
        }
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        Arguments arguments = Arguments.parse(rest, Set.of("rounds", "seed"));
        int chance = new Random().nextInt(Integer.MAX_VALUE);
        Lab lab = new Lab(arguments.number("rounds", 1, ROUNDS), arguments.number("seed", 0, chance));
        for (Map.Entry<String, Scenario> scenario : all.entrySet()) {
            if (name.equals("all") || name.equals(scenario.getKey())) {
                lab.say("# " + scenario.getKey());
                scenario.getValue().run(lab);
            }
        }
        lab.printVerdicts();
        System.exit(lab.allOk() ? 0 : 1);
    }
}
