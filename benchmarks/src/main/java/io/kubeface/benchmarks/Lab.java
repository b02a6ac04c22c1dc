package io.kubeface.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a scenario runs its JVMs and writes down what it found. */
final class Lab {
    private final int rounds;
    private final int seed;
    private final List<String> verdicts = new ArrayList<>();
    private boolean allOk = true;

    /**
     * A lab for one call.
     *
     * @param rounds how often whatever is compared is run, in turn
     * @param seed for what happens by chance
     */
    Lab(int rounds, int seed) {
        this.rounds = rounds;
        this.seed = seed;
    }

    int rounds() {
        return rounds;
    }

    int seed() {
        return seed;
    }

    boolean allOk() {
        return allOk;
    }

    /** Runs {@link WholeRun} in a JVM of its own, and prints its line. */
    String wholeRun(List<String> jvmOptions, String... arguments) throws IOException, InterruptedException {
        return java(jvmOptions, WholeRun.class, List.of(arguments));
    }

    /** Runs a main in a JVM of its own, prints what it printed, and gives the last line of that. */
    String java(List<String> jvmOptions, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = command(jvmOptions, main, arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("Exit code " + exit + " of: " + String.join(" ", command));
        }
        System.out.println(printed);
        return printed.substring(printed.lastIndexOf('\n') + 1);
    }

    /** What runs a main in a JVM of its own, with this one's class path. */
    static List<String> command(List<String> jvmOptions, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "."), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Prints a line. */
    void say(Object line) {
        System.out.println(line);
    }

    /** A number that may not be larger than its bound. */
    void atMost(String what, double measured, double bound) {
        add(measured <= bound, what, measured, "<=", bound);
    }

    /** A number that may not be smaller than its bound. */
    void atLeast(String what, double measured, double bound) {
        add(measured >= bound, what, measured, ">=", bound);
    }

    private void add(boolean ok, String what, double measured, String relation, double bound) {
        String line = (ok ? "ok      " : "NOT OK  ")
                + String.format(Locale.ROOT, "%-70s %9.3f %s %.3f", what, measured, relation, bound);
        verdicts.add(line);
        allOk &= ok;
    }

    /** Prints all that was found. */
    void printVerdicts() {
        System.out.println();
        verdicts.forEach(System.out::println);
    }
}
