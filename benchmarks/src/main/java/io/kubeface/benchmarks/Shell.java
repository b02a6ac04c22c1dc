package io.kubeface.benchmarks;

import io.kubeface.core.text.ShellText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands started by a shell, one after the other, and what they cost. */
final class Shell {
    private static final double NANOS_PER_SECOND = 1e9;

    private Shell() {}

    /**
     * What a loop took.
     *
     * @param commands how many were run
     * @param wallSeconds from its start to its end
     * @param cpuSeconds of the shells and all that they started
     */
    record Timing(int commands, double wallSeconds, double cpuSeconds) {
        double cpuPerCommand() {
            return cpuSeconds / commands;
        }

        double wallPerCommand() {
            return wallSeconds / commands;
        }

        JsonLine json(String name, int parallel) {
            return new JsonLine()
                    .add("floor", name)
                    .add("commands", commands)
                    .add("parallel", parallel)
                    .add("wallSeconds", wallSeconds)
                    .add("cpuSeconds", cpuSeconds)
                    .add("cpuSecondsPerCommand", cpuPerCommand());
        }
    }

    /**
     * Runs lines in as many loops beside each other, dealt out in turn. Standard input stays open, as a worker ends when
     * it does not.
     *
     * @throws IllegalStateException when a command fails
     */
    static Timing run(List<String> lines, int parallel, Path scratch) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("exec 3<&0\n");
        StringBuilder waits = new StringBuilder();
        for (int i = 0; i < parallel; i++) {
            Path part = scratch.resolve("loop-" + i + ".sh");
            List<String> mine = new ArrayList<>(List.of("set -e"));
            for (int j = i; j < lines.size(); j += parallel) {
                mine.add(lines.get(j));
            }
            Files.write(part, mine);
            script.append("sh ")
                    .append(ShellText.quoted(part.toString()))
                    .append(" <&3 & p")
                    .append(i)
                    .append("=$!\n");
            waits.append("wait $p").append(i).append(" || exit 1\n");
        }
        Cpu before = Cpu.now();
        long start = System.nanoTime();
        Process shell = new ProcessBuilder("sh", "-c", script.append(waits).toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int exit;
        try (OutputStream heldOpen = shell.getOutputStream()) {
            heldOpen.flush();
            exit = shell.waitFor();
        }
        double wall = (System.nanoTime() - start) / NANOS_PER_SECOND;
        if (exit != 0) {
            throw new IllegalStateException("A command of the loop failed: see " + scratch + ".");
        }
        return new Timing(lines.size(), wall, Cpu.now().since(before).childrenSeconds());
    }
}
