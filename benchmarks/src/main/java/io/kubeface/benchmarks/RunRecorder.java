package io.kubeface.benchmarks;

import io.kubeface.core.task.RunReport;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.TaskReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the results of one job and notes when each came.
 *
 * <p>When a result became durable is told by the time of modification of its object, which is looked at within
 * {@code onNext}: the object is removed only after that. The time is that of the last write to the object's temporary
 * file, so what is counted begins before the object has its name; and it comes from the kernel's coarse clock, which is
 * up to 4 ms behind. Both make the latency look longer than it is, never shorter.
 */
final class RunRecorder {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long subscribedNanos = System.nanoTime();
    private final Map<String, Span> runs = new LinkedHashMap<>();
    private final List<Span> attempts = new ArrayList<>();
    private final List<Double> durableToNextMillis = new ArrayList<>();
    private final List<Double> returnedToNextMillis = new ArrayList<>();
    private double firstSeconds = Double.NaN;
    private int failures;

    /** A stretch of time. */
    record Span(Instant from, Instant to) {}

    /** A result has come. */
    void next(Result<?> result) {
        Instant now = Instant.now();
        if (Double.isNaN(firstSeconds)) {
            firstSeconds = secondsSinceSubscription();
        }
        TaskReport report = result.report();
        if (result.failure().isPresent()) {
            failures++;
            System.err.println(result.failure().get());
        }
        if (report.run().isEmpty() || runs.containsKey(report.task())) {
            return;
        }
        RunReport run = report.run().get();
        runs.put(report.task(), new Span(run.started(), run.ended()));
        report.attempts()
                .forEach(attempt -> attempts.add(
                        new Span(attempt.launched(), attempt.ended().orElse(report.ended()))));
        returnedToNextMillis.add(millis(run.ended(), now));
        try {
            Instant durable =
                    Files.getLastModifiedTime(Path.of(report.resultAddress())).toInstant();
            durableToNextMillis.add(millis(durable, now));
        } catch (IOException e) {
            // The store is no directory, or removed the object first: this one is left out.
        }
    }

    double secondsSinceSubscription() {
        return (System.nanoTime() - subscribedNanos) / NANOS_PER_SECOND;
    }

    /** From subscription to the first result. */
    double firstSeconds() {
        return firstSeconds;
    }

    int failures() {
        return failures;
    }

    List<Double> durableToNextMillis() {
        return durableToNextMillis;
    }

    /** From the function's return, by the worker's clock; writing the result is in it. */
    List<Double> returnedToNextMillis() {
        return returnedToNextMillis;
    }

    /** How many functions ran at once on average, from the start of the first to the start of the last. */
    double averageRunning() {
        return averageRunning(runs.values());
    }

    /** How many attempts were launched and had not ended, likewise: the slots in use. */
    double averageAttempts() {
        return averageRunning(attempts);
    }

    static double averageRunning(Collection<Span> spans) {
        if (spans.size() < 2) {
            return Double.NaN;
        }
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (Span span : spans) {
            first = span.from().isBefore(first) ? span.from() : first;
            last = span.from().isAfter(last) ? span.from() : last;
        }
        double busy = 0;
        for (Span span : spans) {
            Instant to = span.to().isBefore(last) ? span.to() : last;
            busy += Duration.between(span.from(), to).toNanos();
        }
        return busy / Duration.between(first, last).toNanos();
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_PER_MILLI;
    }
}
