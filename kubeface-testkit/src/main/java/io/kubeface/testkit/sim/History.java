package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What happened last, for people. */
final class History {
    private static final long MICROS = 1_000_000;
    private static final int TIME_WIDTH = 12;
    private static final int WHO_WIDTH = 10;
    private static final int KEPT = 400;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Supplier<Duration> now;

    private record Line(Duration at, String who, String what) {
        @Override
        public String toString() {
            // By hand, as each run tells hundreds of lines, of which mostly nobody reads any.
            long micros = at.toNanos() / 1_000;
            String seconds = micros / MICROS + "."
                    + Long.toString(MICROS + micros % MICROS).substring(1);
            return padding(TIME_WIDTH - seconds.length()) + seconds + "  " + who + padding(WHO_WIDTH - who.length())
                    + " " + what;
        }

        private static String padding(int width) {
            return " ".repeat(Math.max(0, width));
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
