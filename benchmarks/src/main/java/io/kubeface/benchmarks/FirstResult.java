package io.kubeface.benchmarks;

import java.io.IOException;
import java.util.List;

/** Results come when they are there: of tasks of 1 s and 10 s, the first is in hand long before the second. */
final class FirstResult implements Scenario {
    private static final double BOUND = 2.5;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        String line = lab.wholeRun(
                List.of(), "--tasks", "2", "--max", "2", "--first-sleep-millis", "1000", "--sleep-millis", "10000");
        lab.atMost(
                "seconds to the first of two results, tasks of 1 s and 10 s",
                JsonLine.number(line, "firstResultSeconds"),
                BOUND);
    }
}
