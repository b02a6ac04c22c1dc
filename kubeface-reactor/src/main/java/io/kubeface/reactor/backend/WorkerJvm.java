package io.kubeface.reactor.backend;

import java.util.ArrayList;
import java.util.List;

/** Pure: what the JVM of any worker is told, for tasks are short for a JVM. */
final class WorkerJvm {
    private WorkerJvm() {}

    /**
     * Options of the JVM, to stand before the user's. A JVM refuses two garbage collectors, so ours goes when the user
     * names one; of other flags the last counts, which is the user's.
     */
    static List<String> flags(List<String> jvmOptions) {
        List<String> flags = new ArrayList<>();
        if (jvmOptions.stream().noneMatch(WorkerJvm::choosesCollector)) {
            flags.add("-XX:+UseSerialGC");
            // An input and a result of hundreds of megabytes both live in the old generation, which is two thirds of a
            // serial heap by default; so a worker would need four times the larger of them, where 2.5 times is enough.
            flags.add("-XX:NewRatio=5");
        }
        flags.add("-XX:TieredStopAtLevel=1");
        flags.add("-XX:-UsePerfData");
        flags.add("-XX:-CreateCoredumpOnCrash");
        return flags;
    }

    private static boolean choosesCollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }
}
