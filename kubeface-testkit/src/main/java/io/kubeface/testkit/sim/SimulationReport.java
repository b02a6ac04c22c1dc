package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in one run.
 *
 * @param scenario what the seed stands for
 * @param violation what must not have been; empty when all held
 * @param faults how often what went wrong; what is missing never did
 * @param history the last that happened, oldest first
 * @param elapsed how long it took in the simulated world
 * @param actions how much happened
 */
public record SimulationReport(
        Scenario scenario,
        Optional<Violation> violation,
        Map<Fault, Integer> faults,
        List<String> history,
        Duration elapsed,
        long actions) {
    private static final int LINES = 40;

    public SimulationReport {
        faults = Map.copyOf(faults);
        history = List.copyOf(history);
    }

    /** Whether everything held. */
    public boolean passed() {
        return violation.isEmpty();
    }

    /**
     * Fails a test with the replay.
     *
     * @throws AssertionError when something did not hold
     */
    public void assertPassed() {
        if (!passed()) {
            throw new AssertionError(replay());
        }
    }

    /** All that a person needs to look into it: the seed, what it stands for, what happened last, what did not hold. */
    public String replay() {
        StringBuilder text = new StringBuilder(4_000)
                .append("Seed ")
                .append(scenario.seed())
                .append(violation
                        .map(found -> " violates " + found.invariant() + ": " + found.what())
                        .orElse(" passes"))
                .append(".\n  scenario: ")
                .append(scenario)
                .append("\n  again:    kubeface-testkit/simulate.sh 1 ")
                .append(scenario.seed())
                .append("\n  the last of ")
                .append(actions)
                .append(" actions in ")
                .append(elapsed)
                .append(":\n");
        history.subList(Math.max(0, history.size() - LINES), history.size())
                .forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }
}
