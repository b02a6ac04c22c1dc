package io.kubeface.benchmarks;

import java.util.List;
import java.util.Set;

/**
 * What is run.
 *
 * @param backend {@code local-process} or {@code in-process}
 * @param tasks number of tasks
 * @param itemsPerTask inputs that one task works on
 * @param sleepMillis how long each input takes
 * @param firstSleepMillis how long the first input takes
 * @param payloadBytes size of each input and of each result; 0 for a number
 * @param fresh whether results are arrays of their own, not the inputs'
 * @param max how many tasks run at once
 * @param ordered whether results come in the inputs' order
 * @param warmUp how many trivial tasks run first, in a job that is not measured
 * @param workerJvmOptions for the workers' JVM
 */
record RunOptions(
        String backend,
        int tasks,
        int itemsPerTask,
        int sleepMillis,
        int firstSleepMillis,
        int payloadBytes,
        boolean fresh,
        int max,
        boolean ordered,
        int warmUp,
        List<String> workerJvmOptions) {
    private static final Set<String> NAMES = Set.of(
            "backend",
            "tasks",
            "items-per-task",
            "sleep-millis",
            "first-sleep-millis",
            "payload-bytes",
            "fresh",
            "max",
            "ordered",
            "warm-up",
            "worker-jvm-options",
            "prepare");
    private static final int DEFAULT_TASKS = 100;

    static Arguments arguments(String[] args) {
        return Arguments.parse(List.of(args), NAMES);
    }

    static RunOptions of(Arguments arguments) {
        int sleepMillis = arguments.number("sleep-millis", 0, 0);
        String jvmOptions = arguments.text("worker-jvm-options", "").strip();
        return new RunOptions(
                arguments.text("backend", Clients.LOCAL_PROCESS),
                arguments.number("tasks", 1, DEFAULT_TASKS),
                arguments.number("items-per-task", 1, 1),
                sleepMillis,
                arguments.number("first-sleep-millis", 0, sleepMillis),
                arguments.number("payload-bytes", 0, 0),
                arguments.flag("fresh", false),
                arguments.number("max", 1, Runtime.getRuntime().availableProcessors()),
                arguments.flag("ordered", true),
                arguments.number("warm-up", 0, 0),
                jvmOptions.isEmpty() ? List.of() : List.of(jvmOptions.split(" +", -1)));
    }

    int inputs() {
        return tasks * itemsPerTask;
    }

    Work<?> work() {
        return Work.of(payloadBytes, sleepMillis, firstSleepMillis, fresh);
    }
}
