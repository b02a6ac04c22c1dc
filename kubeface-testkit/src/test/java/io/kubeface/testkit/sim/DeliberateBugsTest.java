package io.kubeface.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of the engine is switched off in turn, and the simulation must notice within a thousand seeds. */
class DeliberateBugsTest {
    private static final long SEEDS = 1_000;

    @ParameterizedTest
    @EnumSource
    void isNoticedWithinAThousandSeeds(DeliberateBug bug) throws ReflectiveOperationException {
        assertThat(firstFailure(bug)).as("the seed that shows %s", bug).isBetween(0L, SEEDS - 1);
    }

    /** The first seed that does not pass with the bug; negative when all do. */
    private static long firstFailure(DeliberateBug bug) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader original = thread.getContextClassLoader();
        BuggyEngineLoader buggy = new BuggyEngineLoader(DeliberateBugsTest.class.getClassLoader(), bug);
        thread.setContextClassLoader(buggy);
        try {
            return (Long) buggy.loadClass(FirstFailure.class.getName())
                    .getMethod("find", long.class)
                    .invoke(null, SEEDS);
        } finally {
            thread.setContextClassLoader(original);
        }
    }

    /** Runs in the changed engine's world. */
    public static final class FirstFailure {
        private FirstFailure() {}

        /** The first seed that does not pass; negative when all do. */
        public static long find(long seeds) {
            Simulation simulation = Simulation.create();
            for (long seed = 0; seed < seeds; seed++) {
                SimulationReport report = simulation.run(seed);
                if (!report.passed()) {
                    System.out.println(
                            "  seed " + seed + ": " + report.violation().orElseThrow());
                    return seed;
                }
            }
            return -1;
        }
    }
}
