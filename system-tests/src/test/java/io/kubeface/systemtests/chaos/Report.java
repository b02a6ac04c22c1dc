package io.kubeface.systemtests.chaos;

import io.kubeface.systemtests.chaos.ChaosDriver.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pure: what is told of a run, in Markdown. */
final class Report {
    private Report() {}

    static String of(
            Plan plan,
            List<Chaos.Done> done,
            Evidence seen,
            Map<String, List<String>> invariants,
            Duration took,
            int listings) {
        StringBuilder text = new StringBuilder();
        text.append("Seed ")
                .append(plan.seed())
                .append(", ")
                .append(plan.tasks())
                .append(" tasks, ");
        text.append(ChaosDriver.MAX).append(" at once: ").append(done.size()).append(" faults in ");
        text.append(seconds(took)).append(".\n\n");
        text.append("| fault | times | at values | seconds until all was up |\n|---|---|---|---|\n");
        for (Fault fault : Fault.values()) {
            List<Chaos.Done> these =
                    done.stream().filter(one -> one.fault() == fault).toList();
            text.append(row(
                    fault.text(),
                    these.size(),
                    joined(these, one -> Integer.toString(one.values())),
                    joined(these, one -> seconds(one.took()))));
        }
        text.append("\n| | |\n|---|---|\n");
        text.append(row("drivers", seen.runs().size()));
        text.append(row(
                "pods launched, for " + plan.tasks() + " tasks", seen.launches().size()));
        text.append(row("tasks by number of pods", podsByTask(seen)));
        text.append(row("attempts that the last driver tells of, by end", ends(seen)));
        text.append(row("most pods alive at once, by client", seen.mostAlive().values()));
        text.append(row(
                "pods of killed drivers that ended by themselves and stayed",
                seen.leftPods().size()));
        text.append(row("times that the pods had to be listed beside the watch", listings));
        text.append("\n| invariant | |\n|---|---|\n");
        invariants.forEach((name, violations) ->
                text.append(row(name, violations.isEmpty() ? "held" : "BROKEN: " + String.join("; ", violations))));
        return text.toString();
    }

    private static Map<Long, Long> podsByTask(Evidence seen) {
        Map<String, Long> pods =
                seen.launches().stream().collect(Collectors.groupingBy(PodLedger.Launch::value, Collectors.counting()));
        return pods.values().stream()
                .collect(Collectors.groupingBy(count -> count, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> ends(Evidence seen) {
        return seen.last().given().stream()
                .map(Outcome::ends)
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(end -> end, TreeMap::new, Collectors.counting()));
    }

    private static String joined(List<Chaos.Done> done, Function<Chaos.Done, String> text) {
        return done.stream().map(text).collect(Collectors.joining(", "));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String row(Object... cells) {
        return Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
