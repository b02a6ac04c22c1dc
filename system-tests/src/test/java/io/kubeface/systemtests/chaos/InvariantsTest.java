package io.kubeface.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.systemtests.chaos.ChaosDriver.Outcome;
import io.kubeface.systemtests.chaos.Evidence.RunSeen;
import io.kubeface.systemtests.chaos.PodLedger.Launch;
import io.kubeface.systemtests.chaos.Storage.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each rule is broken in turn: two tasks, of which a driver that was killed did the first. */
class InvariantsTest {
    private final List<Outcome> killed = new ArrayList<>(List.of(outcome(0, "VALUE")));
    private final List<Outcome> last = new ArrayList<>(List.of(outcome(0), outcome(1, "DISRUPTED", "VALUE")));
    private final List<Launch> launches =
            new ArrayList<>(List.of(launch("a", "one", 0, 11), launch("b", "two", 1, 31), launch("c", "two", 1, 32)));
    private final Map<String, Integer> mostAlive = new HashMap<>(Map.of("one", 8, "two", 8));
    private final List<Launch> leftPods = new ArrayList<>(List.of(launch("a", "one", 0, 11)));
    private final List<String> leftConfigMaps = new ArrayList<>(List.of("of one"));
    private final Map<String, List<Written>> written =
            new TreeMap<>(Map.of(value(0), List.of(new Written(100, 20)), value(1), List.of(new Written(101, 40))));
    private final Map<String, Long> values = new HashMap<>(Map.of(value(0), 100L, value(1), 101L));
    private final List<String> afterOrphans = new ArrayList<>();
    private final List<String> afterCleanup = new ArrayList<>();
    private final Set<String> subscriptions = new HashSet<>();
    private int exitCode;

    @Test
    void allHold() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void anOutcomeThatIsMissingOrWrongOrElsewhereIsSeen() {
        last.remove(1);
        assertThat(broken()).singleElement().asString().contains("the last driver ends well");
        last.add(new Outcome(1, "0", "task1", List.of("DISRUPTED", "VALUE")));
        assertThat(broken()).singleElement().asString().contains("the last driver ends well");
        last.set(1, outcome(0, "DISRUPTED", "VALUE"));
        assertThat(broken()).first().asString().contains("the last driver ends well");
    }

    @Test
    void aDriverThatFailsIsSeen() {
        exitCode = 1;
        assertThat(broken()).singleElement().asString().contains("exit code 1");
    }

    @Test
    void aWrongOutcomeOfAKilledDriverIsSeen() {
        killed.set(0, outcome(1, "VALUE"));
        assertThat(broken()).singleElement().asString().contains("killed drivers were given");
    }

    @Test
    void aValueThatIsWrittenTwiceOrReplacedOrGoneIsSeen() {
        written.put(value(0), List.of(new Written(100, 20), new Written(100, 21)));
        assertThat(broken()).singleElement().asString().contains("was written 2 times");
        written.put(value(0), List.of(new Written(99, 20)));
        assertThat(broken()).singleElement().asString().contains("never replaced");
        written.remove(value(0));
        values.remove(value(0));
        assertThat(broken()).singleElement().asString().contains("1 were written, and of 2 tasks");
    }

    @Test
    void onePodTooManyIsSeen() {
        mostAlive.put("two", 9);
        assertThat(broken()).singleElement().asString().contains("client two had 9");
    }

    @Test
    void aLaunchOfWhatWasThereIsSeen() {
        launches.add(launch("d", "two", 0, 33));
        assertThat(broken()).first().asString().contains("nothing is launched whose value was there", "[d]");
    }

    @Test
    void aPodThatTheDriverDoesNotTellOfIsSeenAndALaunchThatFailedHasNone() {
        launches.add(launch("d", "two", 1, 33));
        assertThat(broken()).singleElement().asString().contains("3 pods for 1");
        last.set(1, outcome(1, "DISRUPTED", "LAUNCH", "DISRUPTED", "VALUE"));
        assertThat(broken()).isEmpty();
        last.set(1, outcome(1, "DISRUPTED", "VALUE", "VALUE"));
        assertThat(broken()).singleElement().asString().contains("why there was another");
    }

    @Test
    void whatIsLeftIsSeen() {
        leftPods.add(launches.get(2));
        assertThat(broken()).singleElement().asString().contains("I5: of the last driver", "[c]");
        leftPods.remove(1);
        leftConfigMaps.add("of two");
        assertThat(broken()).singleElement().asString().contains("of two");
        leftConfigMaps.clear();
        subscriptions.addAll(Set.of("of one", "of two"));
        assertThat(broken()).singleElement().asString().contains("subscriptions");
        subscriptions.clear();
        afterCleanup.add("root/subscriptions/one");
        assertThat(broken()).isEmpty();
        afterCleanup.add("root/subscriptions/two");
        assertThat(broken()).singleElement().asString().contains("subscriptions/two");
        afterCleanup.clear();
        afterOrphans.add("inputs/x");
        assertThat(broken()).singleElement().asString().contains("inputs/x");
        afterOrphans.clear();
        afterCleanup.add("results/x");
        assertThat(broken()).singleElement().asString().contains("results/x");
    }

    private List<String> broken() {
        Evidence seen = new Evidence(
                2,
                List.of(new RunSeen(10, killed), new RunSeen(30, last)),
                exitCode,
                launches,
                mostAlive,
                leftPods,
                leftConfigMaps,
                written,
                values,
                afterOrphans,
                afterCleanup,
                subscriptions);
        return Invariants.check(seen).entrySet().stream()
                .filter(rule -> !rule.getValue().isEmpty())
                .map(rule -> rule.getKey() + ": " + rule.getValue())
                .toList();
    }

    private static Outcome outcome(int index, String... ends) {
        return new Outcome(index, Integer.toString(ChaosTask.value(index)), "task" + index, List.of(ends));
    }

    private static Launch launch(String pod, String client, int task, long atNanos) {
        return new Launch(pod, client, "results/key/task" + task + ".value", atNanos);
    }

    private static String value(int task) {
        return "root/results/key/task" + task + ".value";
    }
}
