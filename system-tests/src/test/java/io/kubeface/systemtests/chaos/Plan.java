package io.kubeface.systemtests.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Pure: which faults come when, as a seed says. A fault comes when so many tasks have a value. All kinds come equally
 * often, in an order drawn anew for each round of them, each in a part of its own of the job, at a moment drawn within.
 *
 * @param steps in order
 */
record Plan(long seed, int tasks, List<Step> steps) {
    /** Tasks that are not disturbed any more, at the end. */
    private static final int REST = 4;

    /** So many tasks a fault, at least. */
    private static final int PART = 3;

    /** A fault, and how many values there are when it comes. */
    record Step(Fault fault, int atValues) {}

    /**
     * The same for the same seed and number of tasks.
     *
     * @throws IllegalArgumentException when there are too few tasks for one fault of each kind
     */
    static Plan of(long seed, int tasks) {
        int kinds = Fault.values().length;
        int rounds = (tasks - REST) / (kinds * PART);
        if (rounds < 1) {
            throw new IllegalArgumentException(
                    "There must be " + (kinds * PART + REST) + " tasks or more; got " + tasks + ".");
        }
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Fault> all = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(all, random);
            faults.addAll(all);
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            int from = i * (tasks - REST) / faults.size();
            int to = (i + 1) * (tasks - REST) / faults.size();
            steps.add(new Step(faults.get(i), from + random.nextInt(to - from)));
        }
        return new Plan(seed, tasks, List.copyOf(steps));
    }
}
