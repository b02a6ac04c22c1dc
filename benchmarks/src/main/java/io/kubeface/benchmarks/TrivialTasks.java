package io.kubeface.benchmarks;

import io.kubeface.core.text.ShellText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task costs above its floors: 100 tasks that square a number, in worker processes, two at a time; beside them
 * the same worker commands started by a shell on prepared inputs, a bare JVM with one protobuf message, and a copy of
 * the input by {@code cp}. Processor time, of everything that ran.
 */
final class TrivialTasks implements Scenario {
    private static final int TASKS = 100;
    private static final int MAX = 2;
    private static final double DRIVER_BOUND = 1.25;
    private static final double WORKER_BOUND = 1.5;
    private static final String TASK = "task, 2 at a time";
    private static final String WORKER = "worker command, 2 at a time";
    private static final String WORKER_ALONE = "worker command, 1 at a time";
    private static final String BARE = "bare JVM, 2 at a time";
    private static final String BARE_ALONE = "bare JVM, 1 at a time";
    private static final String COPY = "cp of the input";

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        String[] arguments = {"--tasks", "" + TASKS, "--max", "" + MAX};
        try (Directories.Temporary directory = Directories.Temporary.create()) {
            Path scratch = directory.path();
            PreparedRun prepared =
                    PreparedRun.prepare(RunOptions.of(RunOptions.arguments(arguments)), scratch.resolve("prepared"));
            List<String> workers = prepared.commandLines();
            List<String> bare = BareFloor.prepare(scratch.resolve("bare"), prepared.worker())
                    .commandLines(TASKS);
            List<String> copies = copies(prepared, scratch);
            Alternation cpu = new Alternation();
            cpu.add(TASK, () -> JsonLine.number(lab.wholeRun(List.of(), arguments), "cpuSecondsPerTask"));
            cpu.add(WORKER, () -> loop(lab, prepared, WORKER, workers, MAX, scratch));
            cpu.add(BARE, () -> loop(lab, prepared, BARE, bare, MAX, scratch));
            cpu.add(WORKER_ALONE, () -> loop(lab, prepared, WORKER_ALONE, workers, 1, scratch));
            cpu.add(BARE_ALONE, () -> loop(lab, prepared, BARE_ALONE, bare, 1, scratch));
            cpu.add(COPY, () -> loop(lab, prepared, COPY, copies, 1, scratch));
            cpu.run(lab.rounds());
            lab.say(cpu.table("CPU seconds", WORKER));
            lab.atMost(
                    "CPU of a task, its driver's share with it, to the worker command's",
                    cpu.ratio(TASK, WORKER),
                    DRIVER_BOUND);
            lab.atMost("CPU of the worker command to a bare JVM's, 2 at a time", cpu.ratio(WORKER, BARE), WORKER_BOUND);
            lab.atMost(
                    "CPU of the worker command to a bare JVM's, 1 at a time",
                    cpu.ratio(WORKER_ALONE, BARE_ALONE),
                    WORKER_BOUND);
        }
    }

    private static double loop(
            Lab lab, PreparedRun prepared, String name, List<String> lines, int parallel, Path scratch)
            throws IOException, InterruptedException {
        prepared.reset();
        Shell.Timing timing = Shell.run(lines, parallel, scratch);
        lab.say(timing.json(name, parallel));
        return timing.cpuPerCommand();
    }

    private static List<String> copies(PreparedRun prepared, Path scratch) {
        List<String> lines = new ArrayList<>();
        for (Path input : prepared.inputs()) {
            lines.add(ShellText.line(
                    List.of("cp", input.toString(), scratch.resolve("copy").toString())));
        }
        return lines;
    }
}
