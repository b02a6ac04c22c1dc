package io.kubeface.systemtests.chaos;

import io.kubeface.systemtests.chaos.ChaosDriver.Outcome;
import io.kubeface.systemtests.chaos.Evidence.RunSeen;
import io.kubeface.systemtests.chaos.PodLedger.Launch;
import io.kubeface.systemtests.chaos.Storage.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Pure: what must hold whatever was done to a job, and what of that did not. */
final class Invariants {
    private static final String BUCKET_ROOT = "root/";
    static final String SIGNS_OF_SUBSCRIPTIONS = BUCKET_ROOT + "subscriptions/";

    private final Evidence seen;
    private final Map<String, List<String>> violations = new LinkedHashMap<>();

    private Invariants(Evidence seen) {
        this.seen = seen;
    }

    /** What held not, by what should; what held has an empty list. */
    static Map<String, List<String>> check(Evidence seen) {
        Invariants all = new Invariants(seen);
        all.outcomes();
        all.values();
        all.pods();
        all.launches();
        all.attempts();
        all.remains();
        return all.violations;
    }

    private void outcomes() {
        List<String> wrong = rule("I1: the last driver ends well, with each input's right value once, in order");
        if (seen.exitCode() != 0) {
            wrong.add("exit code " + seen.exitCode());
        }
        if (seen.last().given().size() != seen.tasks()) {
            wrong.add(seen.last().given().size() + " outcomes for " + seen.tasks() + " inputs");
        }
        inOrder(seen.last(), wrong);
        List<String> wrongBefore = rule("I1: what killed drivers were given is the beginning of that");
        seen.runs().subList(0, seen.killedDrivers()).forEach(run -> inOrder(run, wrongBefore));
    }

    private static void inOrder(RunSeen run, List<String> wrong) {
        for (int i = 0; i < run.given().size(); i++) {
            Outcome outcome = run.given().get(i);
            if (outcome.index() != i || !outcome.text().equals(Integer.toString(ChaosTask.value(i)))) {
                wrong.add("at " + i + ": " + outcome.line());
            }
        }
    }

    private void values() {
        List<String> wrong = rule("each value is written once, and never replaced");
        seen.written().forEach((name, written) -> {
            if (written.size() != 1) {
                wrong.add(name + " was written " + written.size() + " times");
            }
        });
        Map<String, Long> once = new LinkedHashMap<>();
        seen.written()
                .forEach((name, written) ->
                        once.put(name, written.get(written.size() - 1).generation()));
        if (!once.equals(seen.valuesAfterEnd()) || once.size() != seen.tasks()) {
            wrong.add("there are " + seen.valuesAfterEnd().size() + " values, " + once.size() + " were written, and of "
                    + seen.tasks() + " tasks there should be");
        }
    }

    private void pods() {
        List<String> wrong = rule("I2: no client has more than " + ChaosDriver.MAX + " pods alive at once");
        seen.mostAlive().forEach((client, most) -> {
            if (most > ChaosDriver.MAX) {
                wrong.add("client " + client + " had " + most);
            }
        });
    }

    private void launches() {
        List<String> wrong = rule("I6: nothing is launched whose value was there when the driver was started");
        for (Launch launch : seen.launches()) {
            List<Written> written = seen.written().getOrDefault(BUCKET_ROOT + launch.value(), List.of());
            if (!written.isEmpty() && written.get(0).atNanos() < seen.of(launch).startedNanos()) {
                wrong.add(launch.pod());
            }
        }
    }

    private void attempts() {
        List<String> wrong =
                rule("the last driver tells of each pod of a task as of an attempt, and why there was another");
        String client = seen.clients().get(seen.clients().size() - 1);
        for (Outcome outcome : seen.last().given()) {
            Map<Boolean, Long> pods = seen.launches().stream()
                    .filter(launch -> launch.value().endsWith("/" + outcome.task() + ".value"))
                    .collect(
                            Collectors.partitioningBy(launch -> launch.client().equals(client), Collectors.counting()));
            long own = pods.getOrDefault(true, 0L);
            long ofKilled = pods.getOrDefault(false, 0L);
            List<String> ends = outcome.ends();
            long refused = ends.stream().filter("LAUNCH"::equals).count();
            boolean reasons = ends.isEmpty() || ends.indexOf(Outcome.VALUE) == ends.size() - 1;
            if (own > ends.size() || own + ofKilled + refused < ends.size() || !reasons) {
                wrong.add(own + " pods for " + outcome.line());
            }
        }
    }

    private void remains() {
        List<String> left =
                rule("I5: of the last driver no pod and no subscription is left, of killed ones pods that have ended");
        String client = seen.clients().get(seen.clients().size() - 1);
        seen.leftPods().stream()
                .filter(launch -> launch.client().equals(client))
                .forEach(launch -> left.add(launch.pod()));
        if (seen.leftConfigMaps().size() > seen.killedDrivers()) {
            left.add("ConfigMaps " + seen.leftConfigMaps());
        }
        if (seen.subscriptions().size() > seen.killedDrivers()) {
            left.add("subscriptions " + seen.subscriptions());
        }
        List<String> objects = rule(
                "I5: after a cleanup only values are in the bucket, after one of the key nothing but signs of subscriptions");
        objects.addAll(seen.afterOrphans());
        objects.addAll(seen.afterCleanup());
        // Those of killed drivers count as alive for ten minutes.
        List<String> signs = objects.stream()
                .filter(object -> object.startsWith(SIGNS_OF_SUBSCRIPTIONS))
                .distinct()
                .toList();
        if (signs.size() <= seen.killedDrivers()) {
            objects.removeAll(signs);
        }
    }

    private List<String> rule(String name) {
        return violations.computeIfAbsent(name, unused -> new ArrayList<>());
    }
}
