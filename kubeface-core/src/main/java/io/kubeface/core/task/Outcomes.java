package io.kubeface.core.task;

import java.util.ArrayList;
import java.util.List;

/** What became of a task's inputs so far. Another thread may look at any time: when the function ends the JVM. */
final class Outcomes {

    private final List<ItemOutcome> known = new ArrayList<>();
    private int expected = 1;

    /** How many inputs there are; one until that is known. */
    synchronized void expect(int inputs) {
        expected = inputs;
    }

    synchronized void add(ItemOutcome outcome) {
        known.add(outcome);
    }

    synchronized List<ItemOutcome> all() {
        return List.copyOf(known);
    }

    /** What is known, and one failure for each input that has no outcome yet. */
    synchronized List<ItemOutcome> withRest(FailureReport rest) {
        List<ItemOutcome> all = new ArrayList<>(known);
        while (all.size() < expected) {
            all.add(new ItemOutcome.Failed(rest));
        }
        return all;
    }

    /** The same failure for each input, whatever is known of it. */
    synchronized List<ItemOutcome> allLost(FailureReport failure) {
        List<ItemOutcome> all = new ArrayList<>();
        for (int i = 0; i < Math.max(expected, known.size()); i++) {
            all.add(new ItemOutcome.Failed(failure));
        }
        return all;
    }
}
