package io.kubeface.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import reactor.core.Disposable;

/** Runs actions one after the other in the order of their times, and lets no real time pass between them. */
final class VirtualTime {
    /** Far from zero, so that what is subtracted from it stays a time. */
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /** How many calls may wait within each other; more would only make deep stacks. */
    private static final int DEEPEST = 12;

    private final PriorityQueue<Action> actions = new PriorityQueue<>(
            Comparator.<Action>comparingLong(action -> action.at).thenComparingLong(action -> action.sequence));
    private final BooleanSupplier over;
    private long now;
    private long sequence;
    private long run;
    private int depth;

    /**
     * Begins at zero.
     *
     * @param over whether nothing more is to be run
     */
    VirtualTime(BooleanSupplier over) {
        this.over = over;
    }

    private static final class Action implements Disposable {
        final Machine machine;
        final long at;
        final long sequence;
        final String what;
        final Runnable body;
        boolean gone;

        Action(Machine machine, long at, long sequence, String what, Runnable body) {
            this.machine = machine;
            this.at = at;
            this.sequence = sequence;
            this.what = what;
            this.body = body;
        }

        @Override
        public void dispose() {
            if (!gone) {
                gone = true;
                machine.scheduled--;
            }
        }

        @Override
        public boolean isDisposed() {
            return gone;
        }
    }

    /** Nanoseconds since the beginning. */
    long nanos() {
        return now;
    }

    Duration sinceBegin() {
        return Duration.ofNanos(now);
    }

    Instant instant() {
        return BEGIN.plusNanos(now);
    }

    /** Actions run so far. */
    long actionsRun() {
        return run;
    }

    /** Runs something on a machine at a time, if the machine lives then. */
    Disposable at(Machine machine, long nanos, String what, Runnable body) {
        Action action = new Action(machine, Math.max(now, nanos), sequence++, what, body);
        actions.add(action);
        machine.scheduled++;
        return action;
    }

    Disposable after(Machine machine, Duration delay, String what, Runnable body) {
        return at(machine, now + delay.toNanos(), what, body);
    }

    /** Runs the next action; false when there is none before or at that time. */
    boolean runNext(long until) {
        Action next = actions.peek();
        if (next == null || next.at > until || over.getAsBoolean()) {
            return false;
        }
        actions.remove();
        if (!next.gone) {
            next.dispose();
            if (next.machine.step()) {
                now = next.at;
                run++;
                next.body.run();
            }
        }
        return true;
    }

    /** Lets time pass within an action, as it does for a thread that waits while others run. */
    void pass(Duration delay) {
        if (depth == DEEPEST || delay.isZero()) {
            return;
        }
        long until = now + delay.toNanos();
        depth++;
        runUntil(until);
        depth--;
        now = Math.max(now, until);
    }

    private void runUntil(long until) {
        boolean more = true;
        while (more) {
            more = runNext(until);
        }
    }

    /** What is still to be run, for people. */
    List<String> pending(int most) {
        List<Action> sorted = new ArrayList<>(actions);
        sorted.removeIf(action -> action.gone || !action.machine.lives());
        sorted.sort(actions.comparator());
        return sorted.stream()
                .limit(most)
                .map(action -> "at " + Duration.ofNanos(action.at) + " " + action.machine + ": " + action.what)
                .toList();
    }
}
