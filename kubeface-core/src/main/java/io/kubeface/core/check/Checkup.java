package io.kubeface.core.check;

import io.kubeface.core.check.Finding.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs checks one after the other. */
public final class Checkup {
    private Checkup() {}

    /**
     * A check that was run, or skipped as another failed.
     *
     * @param name the check's
     * @param took how long it was looked
     */
    public record Line(String name, Finding finding, Duration took) {}

    /**
     * Runs checks in their order. Blocks.
     *
     * @param told of each as soon as it has ended
     * @return all of them
     */
    public static List<Line> run(List<Check> checks, Consumer<Line> told) {
        List<Line> lines = new ArrayList<>();
        Map<String, Status> ended = new HashMap<>();
        for (Check check : checks) {
            long begun = System.nanoTime();
            Finding finding = missing(check, ended)
                    .map(need -> Finding.skipped("as " + need + " is not ok"))
                    .orElseGet(() -> run(check));
            Line line = new Line(check.name(), finding, Duration.ofNanos(System.nanoTime() - begun));
            ended.put(check.name(), finding.status());
            lines.add(line);
            told.accept(line);
        }
        return lines;
    }

    private static Optional<String> missing(Check check, Map<String, Status> ended) {
        return check.needs().stream()
                .filter(need -> ended.getOrDefault(need, Status.OK) != Status.OK)
                .findFirst();
    }

    private static Finding run(Check check) {
        try {
            return check.run();
        } catch (IOException | RuntimeException e) {
            return Finding.failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
