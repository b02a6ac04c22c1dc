package io.kubeface.status;

import io.kubeface.reactor.JobEvent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Follows the attempts of a job: which lane each ran in, what became of it, which took longest. Of attempts that ended, it
 * holds bars as long as there are not too many; what it holds besides grows only with the number of open tasks. Times are
 * milliseconds since the begin. Not safe for use by several threads.
 */
final class Timelines {
    /** With more attempts, there is no bar for each. */
    static final int MOST_BARS = 500;

    private static final int LONGEST_RUNS = 10;
    private static final int LONGEST_PLACE = 120;

    private final Map<String, List<Bar>> open = new HashMap<>();
    private final List<Bar> bars = new ArrayList<>();
    private final BitSet lanes = new BitSet();
    private final PriorityQueue<JobStatus.Run> slowest =
            new PriorityQueue<>(Comparator.comparingDouble(JobStatus.Run::seconds));
    private int most;
    private boolean tooMany;

    /** An attempt. */
    private static final class Bar {
        final String task;
        final int attempt;
        final int lane;
        final boolean speculative;
        long start;
        long end = -1;
        boolean killed;
        boolean settled;
        String place = "";
        JobStatus.End became = JobStatus.End.RUNNING;

        Bar(String task, int attempt, int lane, boolean speculative, long start) {
            this.task = task;
            this.attempt = attempt;
            this.lane = lane;
            this.speculative = speculative;
            this.start = start;
        }
    }

    /** How many attempts have been launched and have not ended. */
    int running() {
        return lanes.cardinality();
    }

    /** Whether a task that has not been forgotten was ever launched. */
    boolean knows(String task) {
        return open.containsKey(task);
    }

    void launched(JobEvent.AttemptLaunched event, long millis) {
        int lane = lanes.nextClearBit(0);
        lanes.set(lane);
        most = Math.max(most, lane + 1);
        Bar bar = new Bar(event.task(), event.attempt(), lane, event.speculative(), millis);
        open.computeIfAbsent(event.task(), task -> new ArrayList<>(1)).add(bar);
        if (!tooMany) {
            bars.add(bar);
            tooMany = bars.size() > MOST_BARS;
        }
        if (tooMany) {
            bars.clear();
        }
    }

    void started(JobEvent.AttemptStarted event) {
        Bar bar = find(event.task(), event.attempt());
        if (bar != null) {
            bar.place =
                    Texts.line(event.place().worker() + " on " + event.place().host(), LONGEST_PLACE);
        }
    }

    void killed(JobEvent.AttemptKilled event) {
        Bar bar = find(event.task(), event.attempt());
        if (bar != null) {
            bar.killed = true;
        }
    }

    /** Another attempt may follow, or has: this one did not give the task's result. */
    void lost(JobEvent.OfAttempt event) {
        Bar bar = find(event.task(), event.attempt());
        if (bar != null) {
            bar.became = JobStatus.End.LOST;
        }
    }

    void ended(JobEvent.AttemptEnded event, long millis) {
        Bar bar = find(event.task(), event.attempt());
        if (bar == null) {
            return;
        }
        bar.end = millis;
        lanes.clear(bar.lane);
        if (bar.became == JobStatus.End.RUNNING && bar.killed) {
            bar.became = JobStatus.End.KILLED;
        }
        slowest.add(new JobStatus.Run(
                bar.task,
                bar.attempt,
                Texts.seconds(event.ran()),
                bar.place,
                Texts.line(event.log(), Texts.LONGEST_ADDRESS)));
        if (slowest.size() > LONGEST_RUNS) {
            slowest.remove();
        }
        forget(event.task());
    }

    /**
     * What became of a task is known.
     *
     * @return how long the attempt ran that gave its result; negative where there is none, or it is not known
     */
    long settled(JobEvent.TaskSettled event, long millis) {
        List<Bar> ofTask = open.getOrDefault(event.task(), List.of());
        List<Bar> left = ofTask.stream()
                .filter(bar -> bar.became == JobStatus.End.RUNNING || bar.became == JobStatus.End.KILLED)
                .toList();
        boolean one = left.size() == 1;
        for (Bar bar : left) {
            bar.became =
                    !one ? JobStatus.End.RACED : event.succeeded() ? JobStatus.End.SUCCEEDED : JobStatus.End.FAILED;
        }
        if (left.isEmpty() && !ofTask.isEmpty() && !event.succeeded()) {
            ofTask.get(ofTask.size() - 1).became = JobStatus.End.FAILED;
        }
        ofTask.forEach(bar -> bar.settled = true);
        forget(event.task());
        return one ? (left.get(0).end < 0 ? millis : left.get(0).end) - left.get(0).start : -1;
    }

    /** Nothing of the job is left: what is not known now stays so. */
    void over(long millis) {
        open.values()
                .forEach(all -> all.forEach(bar -> {
                    if (bar.became == JobStatus.End.RUNNING) {
                        bar.became = JobStatus.End.KILLED;
                    }
                    bar.end = bar.end < 0 ? millis : bar.end;
                }));
        open.clear();
        lanes.clear();
    }

    List<JobStatus.Bar> bars() {
        return tooMany ? List.of() : bars.stream().map(Timelines::told).toList();
    }

    int lanes() {
        return most;
    }

    List<JobStatus.Run> slowest() {
        return slowest.stream()
                .sorted(Comparator.comparingDouble(JobStatus.Run::seconds).reversed())
                .toList();
    }

    /** Those that run, the longest first. */
    List<JobStatus.Run> longestRunning(long now) {
        return open.values().stream()
                .flatMap(List::stream)
                .filter(bar -> bar.end < 0)
                .sorted(Comparator.comparingLong(bar -> bar.start))
                .limit(LONGEST_RUNS)
                .map(bar -> new JobStatus.Run(bar.task, bar.attempt, (now - bar.start) / 1000.0, bar.place, ""))
                .toList();
    }

    private void forget(String task) {
        List<Bar> ofTask = open.get(task);
        if (ofTask != null && ofTask.stream().allMatch(bar -> bar.settled && bar.end >= 0)) {
            open.remove(task);
        }
    }

    private @Nullable Bar find(String task, int attempt) {
        return open.getOrDefault(task, List.of()).stream()
                .filter(bar -> bar.attempt == attempt)
                .findFirst()
                .orElse(null);
    }

    private static JobStatus.Bar told(Bar bar) {
        return new JobStatus.Bar(
                bar.lane,
                bar.task,
                bar.attempt,
                bar.start / 1000.0,
                bar.end < 0 ? OptionalDouble.empty() : OptionalDouble.of(bar.end / 1000.0),
                bar.became,
                bar.speculative);
    }
}
