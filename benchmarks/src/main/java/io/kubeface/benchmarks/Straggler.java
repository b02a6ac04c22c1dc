package io.kubeface.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A slow task at the head of an ordered job idles no slot: 200 tasks of 100 ms, the first of 3 s, ten at a time. */
final class Straggler implements Scenario {
    private static final double RUNNING_BOUND = 9.5;
    private static final double WALL_BOUND = 1.15;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        List<Double> running = new ArrayList<>();
        List<Double> attempts = new ArrayList<>();
        Alternation wall = new Alternation();
        wall.add("ordered", () -> {
            String line = run(lab, true);
            running.add(JsonLine.number(line, "averageRunning"));
            attempts.add(JsonLine.number(line, "averageAttempts"));
            return JsonLine.number(line, "wallSeconds");
        });
        wall.add("unordered", () -> JsonLine.number(run(lab, false), "wallSeconds"));
        wall.run(lab.rounds());
        lab.say(wall.table("wall seconds", "unordered"));
        lab.atLeast(
                "slots in use on average until the last task starts, of 10",
                Statistics.median(attempts),
                RUNNING_BOUND);
        lab.say("functions running on average until then, median: " + Statistics.median(running));
        lab.atMost("wall of the ordered job to the unordered one's", wall.ratio("ordered", "unordered"), WALL_BOUND);
    }

    private static String run(Lab lab, boolean ordered) throws IOException, InterruptedException {
        return lab.wholeRun(
                List.of(),
                "--backend",
                Clients.IN_PROCESS,
                "--tasks",
                "200",
                "--sleep-millis",
                "100",
                "--first-sleep-millis",
                "3000",
                "--max",
                "10",
                "--warm-up",
                "200",
                "--ordered",
                Boolean.toString(ordered));
    }
}
