package io.kubeface.testkit.sim;

import io.kubeface.core.TaskFunction;

/** The function of simulated jobs. */
record Scale(int factor) implements TaskFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer input) {
        return input * factor + 1;
    }
}
