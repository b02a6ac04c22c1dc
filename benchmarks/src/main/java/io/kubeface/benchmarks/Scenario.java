package io.kubeface.benchmarks;

import java.io.IOException;

/** Something measured and held against its bounds. */
@FunctionalInterface
interface Scenario {
    void run(Lab lab) throws IOException, InterruptedException;
}
