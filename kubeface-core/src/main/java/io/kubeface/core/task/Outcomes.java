package io.kubeface.core.task;

import java.util.ArrayList;
import java.util.List;

/** What became of a task's inputs so far. Another thread may look at any time: when the function ends the JVM. */
final class Outcomes {

    private final List<ItemOutcome> known = new ArrayList<>();
    private int expected = 1;
    private boolean lost;

    /** How many inputs there are; one until that is known. */
    synchronized void expect(int inputs) {
        expected = inputs;
    }

    synchronized void add(ItemOutcome outcome) {
        if (!lost) {
            known.add(outcome);
        }
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

    /**
     * From now on the same failure for each input, whatever was known of it: the values are held no longer, as they may
     * be what filled the memory.
     */
    synchronized List<ItemOutcome> allLost(FailureReport failure) {
        int inputs = Math.max(expected, known.size());
        known.clear();
        lost = true;
        for (int i = 0; i < inputs; i++) {
            known.add(new ItemOutcome.Failed(failure));
        }
        return List.copyOf(known);
    }
}
