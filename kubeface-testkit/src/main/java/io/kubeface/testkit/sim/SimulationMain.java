package io.kubeface.testkit.sim;

import java.util.EnumMap;
import java.util.Map;

/** Runs any number of seeds: {@code SimulationMain NUMBER [FIRST]}. Ends with 1 at the first that does not pass. */
public final class SimulationMain {
    private SimulationMain() {}

    /** The command. */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("Usage: simulate.sh NUMBER [FIRST]   runs NUMBER seeds from FIRST (0) on");
            System.exit(2);
        }
        long number = Long.parseLong(arguments[0]);
        long first = arguments.length == 2 ? Long.parseLong(arguments[1]) : 0;
        Simulation simulation = Simulation.create();
        Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        long actions = 0;
        long begin = System.nanoTime();
        for (long seed = first; seed < first + number; seed++) {
            SimulationReport report = simulation.run(seed);
            if (!report.passed() || number == 1) {
                System.out.println(report.replay());
                if (number == 1) {
                    System.out.println("All that is known of what happened:");
                    report.history().forEach(System.out::println);
                }
            }
            if (!report.passed()) {
                System.exit(1);
            }
            actions += report.actions();
            report.faults().forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%d seeds pass, from %d on: %.1f s, %.0f seeds/s, %d actions.%n",
                number, first, seconds, number / seconds, actions);
        for (Fault fault : Fault.values()) {
            System.out.printf("%,12d  %-24s %s%n", faults.getOrDefault(fault, 0L), fault, fault.description());
        }
    }
}
