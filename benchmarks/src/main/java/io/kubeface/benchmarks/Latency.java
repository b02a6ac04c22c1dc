package io.kubeface.benchmarks;

import java.io.IOException;
import java.util.List;

/** How soon a result that lies in the store is with the subscriber. */
final class Latency implements Scenario {
    private static final double BOUND = 10;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        Alternation millis = new Alternation();
        for (String backend : List.of(Clients.LOCAL_PROCESS, Clients.IN_PROCESS)) {
            millis.add(
                    backend,
                    () -> JsonLine.number(
                            lab.wholeRun(
                                    List.of(),
                                    "--backend",
                                    backend,
                                    "--ordered",
                                    "false",
                                    "--warm-up",
                                    "10",
                                    "--sleep-millis",
                                    "300",
                                    "--tasks",
                                    "60",
                                    "--max",
                                    "2"),
                            "durableToNextMedianMillis"));
        }
        millis.run(lab.rounds());
        lab.say(millis.table("milliseconds", Clients.LOCAL_PROCESS));
        lab.atMost(
                "milliseconds from durable to onNext, median, worker processes",
                millis.median(Clients.LOCAL_PROCESS),
                BOUND);
        lab.atMost("milliseconds from durable to onNext, median, in process", millis.median(Clients.IN_PROCESS), BOUND);
    }
}
