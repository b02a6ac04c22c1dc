package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What happened last, for people. */
final class History {
    private static final int KEPT = 400;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Supplier<Duration> now;

    private record Line(Duration at, String who, String what) {
        @Override
        public String toString() {
            return "%12.6f  %-10s %s".formatted(at.toNanos() / 1e9, who, what);
        }
    }

    History(Supplier<Duration> now) {
        this.now = now;
    }

    void add(String who, String what) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.add(new Line(now.get(), who, what));
    }

    List<String> last() {
        return lines.stream().map(Line::toString).toList();
    }
}
